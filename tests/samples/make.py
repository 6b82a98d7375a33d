"""Make the sample reports that are not plain text (PDF, Word, Parquet, compressed files) from the texts below.

A tool of the developer, run by hand after a change here: `python tests/samples/make.py`. It needs reportlab and the
DejaVu fonts (Debian: fonts-dejavu-core) besides what the package itself uses. The same versions make the same bytes.
"""

from __future__ import annotations

import gzip
import io
import lzma
import zipfile
from datetime import UTC, datetime
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[2] / "citegraph" / "samples"
FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")

VINH_LINH_2022 = """\
HUYỆN ỦY VĨNH LINH
BAN TUYÊN GIÁO

Vĩnh Linh, ngày 20 tháng 12 năm 2022

TIN HOẠT ĐỘNG
Tuyên truyền miệng: đến từng nhà, nói từng việc

Năm 2022, 22 tổ tuyên truyền miệng của huyện Vĩnh Linh, tỉnh Quảng Trị đã đến hơn 300 cụm dân cư. Nội dung xuyên suốt là
Nghị quyết số 35-NQ/TW ngày 22/10/2018 của Bộ Chính trị, Kết luận số 53-KL/TW ngày 04/6/2019 của Ban Bí thư và
Quy định số 37-QĐ/TW ngày 25/10/2021.

Các tổ hoạt động theo Kế hoạch số 12-KH/HU ngày 15/02/2022 của Huyện ủy Vĩnh Linh. Kế hoạch này giao mỗi xã chọn hai
báo cáo viên trẻ. Nhờ vậy, Nghị quyết 35 đến được cả những thôn ven biển, nơi ít người đọc báo.

Năm 2023, Ban Chỉ đạo 35 huyện dự kiến mở thêm chuyên mục trên loa truyền thanh và giới thiệu Quy định 85-QĐ/TW về việc
cán bộ, đảng viên sử dụng mạng xã hội.
"""

TU_SOI_2017 = """\
Tự soi, tự sửa ở một đảng bộ cơ quan

Đăng ngày 09/02/2017

Sau ba tháng học tập, Đảng bộ Khối các cơ quan tỉnh Hưng Yên đã có 48 bản đăng ký sửa chữa khuyết điểm. Căn cứ là Nghị
quyết Trung ương 4 khóa XII về tăng cường xây dựng, chỉnh đốn Đảng; ngăn chặn, đẩy lùi sự suy thoái về tư tưởng chính
trị, đạo đức, lối sống.

Các chi bộ gắn việc này với Chỉ thị số 05-CT/TW ngày 15/5/2016 của Bộ Chính trị, với Quy định số 55-QĐ/TW ngày
19/12/2016 về một số việc cần làm ngay để tăng cường vai trò nêu gương và Quy định số 47-QĐ/TW ngày 01/11/2011 về những
điều đảng viên không được làm. Người đứng đầu nêu gương trước; ai vi phạm Điều lệ Đảng thì xem xét theo thẩm quyền.
"""

HA_NOI_2025 = """\
Hà Nội: Mỗi phường một điểm hướng dẫn dịch vụ công

Hà Nội, ngày 12/3/2025

Từ đầu tháng 3, các phường ở Hà Nội mở điểm hướng dẫn dịch vụ công trực tuyến cho người cao tuổi. Việc này nằm trong Kế
hoạch số 22-KH/TU ngày 20/02/2025 của Thành ủy Hà Nội thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị
về đột phá phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số quốc gia.

Tổ công nghệ số cộng đồng giải thích cho dân về căn cước điện tử theo Quyết định số 06/QĐ-TTg ngày 06/01/2022 của Thủ
tướng Chính phủ; cán bộ phường theo dõi chỉ tiêu của Nghị quyết số 03/NQ-CP ngày 09/01/2025 của Chính phủ. Sau một
tháng, Nghị quyết 57 không còn là chuyện xa lạ với người bán hàng ở chợ.

Cùng thời gian, các phường rà soát bộ máy theo Nghị quyết số 18-NQ/TW ngày 25/10/2017 và Kết luận số 126-KL/TW ngày
14/02/2025.
"""

QUANG_NINH_2018 = """\
TỈNH ỦY QUẢNG NINH
BAN TỔ CHỨC

Quảng Ninh, ngày 26 tháng 10 năm 2018

THÔNG TIN CHUYÊN ĐỀ
Một năm sắp xếp tổ chức bộ máy

Ngày 25/10/2018 tròn một năm Ban Chấp hành Trung ương ban hành Nghị quyết số 18-
NQ/TW ngày 25/10/2017 về tiếp tục đổi mới, sắp xếp tổ chức bộ máy của hệ thống
chính trị tinh gọn, hoạt động hiệu lực, hiệu quả và Nghị quyết số 19-NQ/TW ngày
25/10/2017 về các đơn vị sự nghiệp công lập.

Tỉnh Quảng Ninh đã hợp nhất 14 cơ quan cấp huyện có chức năng tương đồng, giảm
hơn 900 biên chế so với lộ trình của Nghị quyết số 39-NQ/TW ngày 17/4/2015.

Việc sắp xếp đi cùng với xây dựng Đảng theo Nghị quyết Trung ương 4 khóa XII về
tăng cường xây dựng, chỉnh đốn Đảng và Chỉ thị 05-CT/TW ngày 15/5/2016 của Bộ
Chính trị: nơi nào cấp ủy gương mẫu, nơi đó bộ máy gọn mà việc vẫn chạy.
"""

THANH_HOA_2022 = (
    "TỈNH ỦY THANH HÓA",
    "*",
    "Số 95-KH/TU",
    "Thanh Hóa, ngày 05 tháng 8 năm 2022",
    "KẾ HOẠCH",
    "học tập, quán triệt và triển khai bốn nghị quyết mới của Trung ương",
    "Căn cứ Điều lệ Đảng; căn cứ Nghị quyết Đại hội XIII của Đảng, Ban Thường vụ Tỉnh ủy ban hành kế hoạch như sau:",
    "1. Nội dung học tập gồm bốn văn bản cùng ngày ký, nêu trong bảng.",
    "2. Liên hệ với Nghị quyết số 16-NQ/TU ngày 20/4/2015 của Tỉnh ủy Thanh Hóa về tích tụ, tập trung đất đai.",
    "3. Đảng viên vắng mặt không lý do bị nhắc nhở theo Quy định số 37-QĐ/TW ngày 25/10/2021.",
)
THANH_HOA_TABLE = (
    ("Văn bản", "Nội dung"),
    ("Nghị quyết số 18-NQ/TW ngày 16/6/2022", "quản lý và sử dụng đất"),
    ("Nghị quyết số 19-NQ/TW ngày 16/6/2022", "nông nghiệp, nông dân, nông thôn"),
    ("Nghị quyết số 20-NQ/TW ngày 16/6/2022", "kinh tế tập thể"),
    ("Nghị quyết số 21-NQ/TW ngày 16/6/2022", "tổ chức cơ sở đảng và đội ngũ đảng viên"),
)

TONG_HOP_2026 = (
    {
        "id": "tong-hop-2026-01",
        "title": "Xuân mới, việc mới",
        "date": "2026-02-24",
        "publisher": "Báo Lào Cai",
        "text": (
            "Ngay sau Tết, các doanh nghiệp ở Lào Cai họp mặt bàn cách thực hiện Nghị quyết Đại hội XIV của Đảng. "
            "Bốn văn bản được nhắc nhiều nhất là Nghị quyết số 57-NQ/TW ngày 22/12/2024, Nghị quyết số 68-NQ/TW ngày "
            "04/5/2025, Nghị quyết số 79-NQ/TW ngày 06/01/2026 về phát triển kinh tế nhà nước và Nghị quyết số "
            "80-NQ/TW ngày 07/01/2026 về phát triển văn hóa Việt Nam."
        ),
    },
    {
        "id": "tong-hop-2026-02",
        "title": "Học quy định mới về công tác tư tưởng",
        "date": "2026-05-15",
        "publisher": "Báo Nghệ An",
        "text": (
            "Đảng ủy xã Yên Thành, tỉnh Nghệ An học tập Quy định số 19-QĐ/TW ngày 08/4/2026 của Ban Chấp hành Trung "
            "ương về công tác chính trị, tư tưởng trong Đảng. Quy định này được đặt cạnh Nghị quyết số 35-NQ/TW ngày "
            "22/10/2018 của Bộ Chính trị để thấy điểm kế thừa. Cấp ủy nhắc đảng viên dùng mạng xã hội đúng Quy định "
            "85-QĐ/TW ngày 07/10/2022."
        ),
    },
    {
        "id": "tong-hop-2026-03",
        "title": "Từ 37 đến 207: điều gì đổi, điều gì giữ",
        "date": "2026-09-10",
        "publisher": "Báo Hải Phòng",
        "text": (
            "Bài viết so sánh Quy định số 37-QĐ/TW ngày 25/10/2021 với Quy định số 207-QĐ/TW ngày 26/7/2026 của Ban "
            "Chấp hành Trung ương về những điều đảng viên không được làm. Cũng trong mùa hè, Chỉ thị số 07-CT/TW ngày "
            "13/7/2026 nối tiếp Chỉ thị số 05-CT/TW ngày 15/5/2016 của Bộ Chính trị. Một số nơi vẫn kiểm điểm theo Quy "
            "định 37-QĐ/TW; bài viết khuyên dùng văn bản mới."
        ),
    },
)


def pdf(title: str, text: str | None) -> bytes:
    """A one-page PDF: with a text layer in an embedded part of DejaVu Sans, or, without text, like a bare scan."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    page = Canvas(out, pagesize=A4, invariant=True)
    page.setTitle(title)
    if text is None:
        for line in range(24):  # gray bars where a scan has its lines of text
            page.setFillGray(0.8)
            page.rect(72, 740 - 24 * line, 300 + (37 * line) % 140, 9, stroke=0, fill=1)
    else:
        pdfmetrics.registerFont(TTFont("DejaVu", FONT))
        page.setFont("DejaVu", 10)
        for number, line in enumerate(text.splitlines()):
            page.drawString(72, 770 - 16 * number, line)
    page.save()
    return out.getvalue()


def docx(paragraphs: tuple[str, ...], table: tuple[tuple[str, str], ...]) -> bytes:
    """A Word file of paragraphs and a table, with all its clocks stopped."""
    from docx import Document

    document = Document()
    still = datetime(2022, 8, 5, tzinfo=UTC)
    document.core_properties.created = document.core_properties.modified = still
    document.core_properties.title = document.core_properties.author = document.core_properties.comments = ""
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    grid = document.add_table(rows=0, cols=2)
    for row in table:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = text
    first, second = io.BytesIO(), io.BytesIO()
    document.save(first)
    with zipfile.ZipFile(first) as old, zipfile.ZipFile(second, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return second.getvalue()


def parquet(rows: tuple[dict[str, str], ...]) -> bytes:
    """A Parquet table of reports."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(list(rows)), out, compression="zstd", store_schema=False)
    return out.getvalue()


def zst(data: bytes) -> bytes:
    """Zstandard around some bytes."""
    import zstandard

    return zstandard.ZstdCompressor(level=19).compress(data)


def make() -> dict[str, bytes]:
    """The files by name."""
    return {
        "tuyen-truyen-vinh-linh-2022.txt.gz": gzip.compress(VINH_LINH_2022.encode(), mtime=0),
        "tu-soi-tu-sua-2017.txt.xz": lzma.compress(TU_SOI_2017.encode(), preset=9),
        "chuyen-doi-so-ha-noi-2025.txt.zst": zst(HA_NOI_2025.encode()),
        "sap-xep-bo-may-quang-ninh-2018.pdf": pdf("Một năm sắp xếp tổ chức bộ máy", QUANG_NINH_2018),
        "ban-quet-khong-co-chu.pdf": pdf("", None),
        "ke-hoach-thanh-hoa-2022.docx": docx(THANH_HOA_2022, THANH_HOA_TABLE),
        "tong-hop-2026.parquet": parquet(TONG_HOP_2026),
    }


if __name__ == "__main__":
    for name, data in make().items():
        (SAMPLES / name).write_bytes(data)
        print(f"{len(data):7,} {name}")
