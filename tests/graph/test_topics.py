"""Communities are named by what their titles are about."""

from __future__ import annotations

import random
from itertools import combinations

import networkx as nx
import pytest

from citegraph.graph import communities

DIGITAL = {
    "57-NQ/TW@XIII": (30, "về đột phá phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số quốc gia"),
    "02-KH/TW@XIII": (2, "về thúc đẩy chuyển đổi số liên thông trong các cơ quan"),
    "204-QĐ/TW@XIII": (3, "phê duyệt Đề án Chuyển đổi số trong các cơ quan đảng"),
}
MACHINERY = {
    "18-NQ/TW@XII": (11, "một số vấn đề về tiếp tục đổi mới, sắp xếp tổ chức bộ máy của hệ thống chính trị tinh gọn"),
    "121-KL/TW@XIII": (1, "về tổng kết Nghị quyết số 18-NQ/TW về đổi mới, sắp xếp tổ chức bộ máy"),
    "210-KL/TW@XIII": (1, "về tiếp tục xây dựng, hoàn thiện tổ chức bộ máy trong thời gian tới"),
}
SCHOOLS = {
    "29-NQ/TW@XI": (6, "về đổi mới căn bản, toàn diện giáo dục và đào tạo"),
    "91-KL/TW@XIII": (2, "về tiếp tục thực hiện Nghị quyết số 29-NQ/TW về đổi mới căn bản giáo dục và đào tạo"),
    "71-NQ/TW@XIII": (6, "về đột phá phát triển giáo dục và đào tạo"),
}
SILENT = {"NQĐH@XII": (40, ""), "07-TB/TW@XII": (1, "về người cao tuổi"), "08-TB/TW@XII": (1, "")}


def _graph(*groups: dict[str, tuple[int, str]], seed: int = 0) -> nx.Graph:
    graph = nx.Graph()
    nodes = [(name, reports, title) for group in groups for name, (reports, title) in group.items()]
    links = [pair for group in groups for pair in combinations(group, 2)]
    random.Random(seed).shuffle(nodes)
    random.Random(seed).shuffle(links)
    for name, reports, title in nodes:
        graph.add_node(name, reports=reports, label=f"Văn bản {name.partition('@')[0]}", title=title)
    graph.add_edges_from(links, weight=1)
    return graph


def _names(*groups: dict[str, tuple[int, str]], seed: int = 0) -> dict[str, str]:
    return {group.documents[0]: group.name for group in communities(_graph(*groups, seed=seed))}


@pytest.mark.parametrize(
    ("group", "hub", "name"),
    [
        (DIGITAL, "57-NQ/TW@XIII", "Chuyển đổi số"),
        (MACHINERY, "18-NQ/TW@XII", "Sắp xếp tổ chức bộ máy"),
        (SCHOOLS, "29-NQ/TW@XI", "Giáo dục và đào tạo"),
        (SILENT, "NQĐH@XII", "Văn bản NQĐH"),
    ],
)
def test_a_community_is_named_by_what_its_titles_share(group: dict[str, tuple[int, str]], hub: str, name: str) -> None:
    others = [other for other in (DIGITAL, MACHINERY, SCHOOLS, SILENT) if other is not group]
    assert _names(group, *others)[hub if hub in group else min(group)] == name


def test_names_depend_on_no_order() -> None:
    groups = (DIGITAL, MACHINERY, SCHOOLS, SILENT)
    assert all(_names(*groups, seed=seed) == _names(*groups) for seed in range(1, 5))


def test_two_subjects_of_one_community_are_both_named() -> None:
    both = {
        "1": (3, "về tinh giản biên chế"),
        "2": (3, "về tinh giản biên chế của các cơ quan"),
        "3": (3, "về sinh hoạt chi bộ"),
        "4": (3, "về nâng cao chất lượng sinh hoạt chi bộ"),
        **{f"x{at}": (3, "") for at in range(2)},
    }
    assert set(_names(both, DIGITAL, MACHINERY)["1"].split(" · ")) == {"Tinh giản biên chế", "Sinh hoạt chi bộ"}


def test_one_title_of_several_does_not_name_them_all() -> None:
    staff = {
        "214-QĐ/TW@XII": (5, "về tiêu chí đánh giá cán bộ"),
        "13-NQ/TW@IX": (5, "về tiếp tục đổi mới, phát triển và nâng cao hiệu quả kinh tế tập thể"),
        "165-QĐ/TW@XIII": (2, "ban hành quy trình xem xét, thi hành kỷ luật tổ chức đảng, đảng viên"),
        "35-KL/TW@XIII": (2, "về danh mục chức danh, chức vụ lãnh đạo và tương đương của hệ thống chính trị"),
        "HNTW10@XIII": (2, ""),
        "263-QĐ/TW@XI": (1, "về xử lý kỷ luật tổ chức đảng vi phạm"),
    }
    assert not any("Kinh tế tập thể" in name for name in _names(staff, DIGITAL).values())


@pytest.mark.parametrize("yearly", ["hằng năm", "hàng năm"])
def test_a_name_does_not_end_within_a_word(yearly: str) -> None:
    rated = {f"{at}-HD/TW": (1, f"về đánh giá đảng viên {yearly} ở cơ sở") for at in range(3)}
    assert _names(rated, DIGITAL, MACHINERY)["0-HD/TW"] == "Đánh giá đảng viên"
