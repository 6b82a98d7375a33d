"""Vietnamese help: of each command by its name, of each option and argument by its command and name.

The English text is in the commands themselves. Help that several commands share is listed by option alone. A test
finds what is missing or left over.
"""

from __future__ import annotations

import re

HELP: dict[str, str] = {
    # What several commands share
    "--lang": (
        "Ngôn ngữ của hướng dẫn, thông báo, bảng và trang. [mặc định: theo cài đặt vùng của máy, nếu không rõ thì en]"
    ),
    "PATH": "Tệp, thư mục, mẫu tên tệp như 'reports/*.pdf', hoặc - để đọc từ đầu vào chuẩn.",
    "--output": "Thư mục ghi kết quả.",
    "--store": "Kho dữ liệu để hỏi.",
    "--scope": "Văn bản của ai: của Đảng (party), của Nhà nước (state) hoặc tất cả (all).",
    "--format": "Cách in kết quả: bảng, JSON hoặc CSV.",
    "--knowledge": "Thư mục chứa các bảng CSV của riêng bạn: văn bản, loại văn bản, cơ quan …",
    "--ocr": "Nhận dạng chữ trên trang quét bằng Tesseract: trang không có chữ, không trang nào hoặc mọi trang.",
    "DOCUMENT": "Văn bản cần hỏi, gõ thế nào cũng được: số ký hiệu, tên gọi, có dấu hay không dấu.",
    "--limit": "Hiện nhiều nhất bao nhiêu dòng. [mặc định: tất cả]",
    "--since": "Chỉ các báo cáo từ ngày, tháng hoặc năm này trở đi: 2024, 5/2024, 02/5/2024.",
    "--until": "Chỉ các báo cáo đến hết ngày, tháng hoặc năm này.",
    "--publisher": "Chỉ các báo cáo của nơi đăng có tên này.",
    "--locality": "Chỉ các báo cáo về địa phương này.",
    "citegraph": (
        "Tìm các văn bản của Đảng được trích dẫn trong báo cáo tiếng Việt và vẽ thành đồ thị.\n\n"
        "Mã thoát: 0 đã xong; 1 đã xong nhưng có điều cần xem lại (tệp không đọc được, chỗ trích dẫn sai); "
        "2 không hiểu lệnh; 3 câu hỏi không khớp với gì hoặc khớp với quá nhiều; 4 không dùng được kho dữ "
        "liệu, 5 bảng văn bản đã biết, 6 nơi ghi kết quả, 7 tệp, 8 cụm máy; 130 bị dừng bằng Ctrl-C."
    ),
    "citegraph.--version": "Hiện số phiên bản.",
    "citegraph.--debug": "Hiện chỗ phát sinh lỗi trong chương trình.",
    "citegraph.--install-completion": "Cài tính năng gõ Tab để điền nốt lệnh cho shell đang dùng.",
    "citegraph.--show-completion": (
        "Hiện đoạn mã gõ Tab để điền nốt lệnh, để chép hoặc chỉnh lại cho shell đang dùng."
    ),
    "build": (
        "Đọc báo cáo, tìm các văn bản được trích dẫn và ghi ra đồ thị.\n\n"
        "Chỉ đọc các tệp mới hoặc đã thay đổi so với lần trước. Tệp không đọc được thì liệt kê ở cuối, và "
        "mã thoát là 1. Có thể dừng bằng Ctrl-C: lần chạy sau làm tiếp từ đó. --watch cần citegraph[watch]."
    ),
    "build.--store": "Kho dữ liệu. [mặc định: citegraph.sqlite trong THƯ-MỤC]",
    "build.--format": "{formats}; cách nhau bằng dấu phẩy. [mặc định: {usual}]",
    "build.--jobs": "Số tiến trình chạy song song. [mặc định: bằng số nhân của máy]",
    "build.--prune": (
        "Bỏ khỏi kho những báo cáo không còn tệp trong các thư mục và mẫu tên (đặt trong dấu nháy) đã chỉ ra."
    ),
    "build.--top": "Chỉ ghi N văn bản được nhiều báo cáo trích dẫn nhất; 0: tất cả.",
    "build.--min-reports": "Chỉ ghi văn bản được ít nhất N báo cáo trích dẫn.",
    "build.--min-weight": "… hoặc được ít nhất N báo cáo trích dẫn cùng với một văn bản khác.",
    "build.--edges": "Chỉ ghi các báo cáo mới nhất, tổng cộng đến N cạnh; 0: tất cả.",
    "build.--annotate": "Ghi cả các báo cáo có trích dẫn, đã đánh dấu; trích đoạn trong graph.html dẫn tới đó.",
    "build.--watch": "Tiếp tục theo dõi, có tệp thay đổi thì làm lại, cho đến khi bấm Ctrl-C.",
    "cited-by": (
        "Liệt kê các báo cáo trích dẫn một văn bản.\n\n"
        "VĂN-BẢN là số ký hiệu, tên gọi, hội nghị Trung ương hoặc vài từ trong trích yếu, viết cách nào "
        "cũng được, có dấu hay không dấu. Nếu khớp với nhiều văn bản thì từng văn bản được hiện với các "
        "báo cáo của nó."
    ),
    "check": (
        "Kiểm tra kho dữ liệu có nguyên vẹn không và các tệp nguồn có còn như khi đọc không.\n\n"
        "Chạy lệnh trong thư mục đã dựng kho. Mã thoát 1 nếu có tệp không còn hoặc đã thay đổi, 4 nếu kho bị hỏng."
    ),
    "serve": (
        "Mở kho dữ liệu trong trình duyệt: hỏi, đọc báo cáo có trích dẫn được đánh dấu, đưa tệp vào, xác định.\n\n"
        "Chỉ máy này truy cập được, trừ khi có --host và --token. Cần citegraph[web]."
    ),
    "serve.STORE": "Kho dữ liệu, hoặc thư mục chứa kho (hay sẽ chứa kho).",
    "mcp": (
        "Cho trợ lý hỏi kho dữ liệu qua đầu vào và đầu ra chuẩn (Model Context Protocol), chỉ đọc.\n\n"
        "Cần citegraph[mcp]."
    ),
    "mcp.STORE": "Kho dữ liệu, hoặc thư mục chứa kho.",
    "serve.--folder": (
        "Thư mục mà trang được đọc và theo dõi; có thể nêu nhiều lần. [mặc định: thư mục của kho dữ liệu]"
    ),
    "serve.--port": "Cổng. [mặc định: 8700, hoặc một cổng trống]",
    "serve.--host": "Địa chỉ phục vụ; khác với địa chỉ này thì phải có --token.",
    "serve.--token": "Mã mà người truy cập phải có.",
    "serve.--read-only": "Không thay đổi gì: không nhận tệp, không ghi lần xác định nào.",
    "serve.--no-open": "Không mở trình duyệt.",
    "help": (
        "Xem một chủ đề của tài liệu; không nêu chủ đề thì liệt kê các chủ đề.\n\n"
        "Nêu tên lệnh thì hiện phần về lệnh ấy trong tài liệu các lệnh. Khi đưa qua ống lệnh (pipe), văn bản ở "
        "dạng Markdown."
    ),
    "help.TOPIC": "Một chủ đề trong danh sách, hoặc một lệnh.",
    "cites": "Liệt kê những gì một báo cáo trích dẫn, theo thứ tự trong bài.",
    "cites.REPORT": "Báo cáo: mã, đường dẫn hoặc tên tệp.",
    "documents": (
        "Liệt kê các văn bản được trích dẫn, văn bản được nhiều báo cáo trích dẫn nhất đứng đầu.\n\n"
        "PageRank tính trên đồ thị cùng trích dẫn; lần đầu và gần nhất là ngày của các báo cáo trích dẫn "
        "văn bản."
    ),
    "documents.--by": (
        "Xếp theo: số báo cáo (reports), thứ hạng trên đồ thị (pagerank), lần đầu (first) hoặc gần nhất "
        "(last) được trích dẫn."
    ),
    "reports": "Liệt kê các báo cáo, xếp theo mã như thứ tự từ điển tiếng Việt.",
    "failures": "Liệt kê những gì không đọc được, vì sao và cần làm gì. Mã thoát 1 nếu có.",
    "related": (
        "Liệt kê các văn bản được trích dẫn cùng một văn bản, hoặc các báo cáo trích dẫn giống nhau.\n\n"
        "Trọng số là phần chung chia cho trung bình nhân của hai bên: bằng 1 khi hai văn bản luôn được "
        "trích dẫn cùng nhau."
    ),
    "related.--coupling": "Thay vào đó, liệt kê các báo cáo trích dẫn giống báo cáo này.",
    "timeline": (
        "Cho biết mỗi năm hoặc mỗi tháng có bao nhiêu báo cáo trích dẫn một văn bản.\n\n--save cần citegraph[plot]."
    ),
    "timeline.--limit": "Chỉ chừng ấy năm hoặc tháng gần nhất. [mặc định: tất cả]",
    "timeline.--every": "Đếm theo năm (year) hoặc theo tháng (month).",
    "timeline.--save": "Vẽ cả biểu đồ ra tệp .svg hoặc .png.",
    "path": (
        "Cho biết đường nối ngắn nhất giữa hai văn bản, qua các báo cáo cùng trích dẫn từng cặp.\n\n"
        "Nếu có nhiều đường ngắn như nhau thì lấy đường có nhiều báo cáo nhất."
    ),
    "path.--limit": "Mỗi bước nêu tên nhiều nhất bao nhiêu báo cáo. [mặc định: tất cả]",
    "path.A": "Văn bản ở đầu đường.",
    "path.B": "Văn bản ở cuối đường.",
    "search": (
        "Tìm từ ngữ trong tên văn bản, tên báo cáo và các trích đoạn.\n\n"
        "Từ gõ có dấu thì phải đúng dấu, từ gõ không dấu thì dấu nào cũng được. Mã thoát 1 nếu không tìm "
        "thấy."
    ),
    "search.--limit": "Mỗi loại hiện nhiều nhất bao nhiêu dòng. [mặc định: tất cả]",
    "search.WORDS": "Các từ cần tìm, có dấu hay không dấu.",
    "explain": (
        "Cho biết mỗi chỗ nhắc trong một đoạn văn là văn bản nào, và vì sao.\n\n"
        "Mỗi căn cứ thuận hay nghịch đều có điểm; các văn bản không được chọn cũng được hiện kèm điểm của "
        "chúng."
    ),
    "explain.--publisher": "Nơi đăng báo cáo.",
    "explain.--locality": "Địa phương mà báo cáo nói tới.",
    "explain.TEXT": "Một hay nhiều câu, viết như trong báo cáo.",
    "explain.--date": "Ngày của báo cáo.",
    "audit": (
        "Soát các trích dẫn trong dự thảo, hoặc trong cả kho dữ liệu, xem có khớp với văn bản đã biết "
        "không.\n\n"
        "Sai số, ngày, cơ quan ban hành, loại văn bản, trích yếu, khóa hoặc hội nghị, trích dẫn văn bản khi "
        "chưa ban hành hoặc đã bị thay thế: mỗi chỗ được trích ra, kèm điều đang ghi, điều đúng và cách nên "
        "viết. Phần cuối cho biết chỗ nào đã đối chiếu và đúng, chỗ nào không đối chiếu được. Mã thoát 1 nếu "
        "có chỗ cần xem lại."
    ),
    "audit.--date": "Ngày để xét hiệu lực. [mặc định: ngày của dự thảo]",
    "audit.--style": "Soát cả cách viết và thứ tự trích dẫn.",
    "audit.--all": "Liệt kê mọi trích dẫn kèm kết quả đối chiếu.",
    "audit.--output": "Bản sao của dự thảo kèm các chỗ cần xem lại: .docx, .pdf hoặc .html.",
    "audit.--fix": "Ghi các chỗ sửa chắc chắn vào bản sao, dưới dạng thay đổi theo dõi (.docx).",
    "audit.--format": "Cách in kết quả: bảng, JSON, CSV hoặc SARIF.",
    "decide": "Cho biết một chỗ nhắc trong báo cáo là văn bản nào; mọi lần dựng sau đều áp dụng.",
    "decide.REPORT": "Báo cáo, theo mã.",
    "decide.MENTION": "Từ ngữ của chỗ nhắc, hoặc vị trí bắt đầu (một số).",
    "decide.DOCUMENT": "Văn bản được nhắc, theo mã chuẩn.",
    "decide.--not-a-citation": "Chỗ này không nhắc văn bản nào.",
    "decide.--same-as": "Chỗ này là văn bản mà chỗ nhắc kia nêu.",
    "decide.--different-from": "Chỗ này không phải văn bản ấy.",
    "decide.--note": "Vì sao, viết ngắn gọn.",
    "decide.--replace": "Thay cho lần xác định trước đó.",
    "decisions": "Liệt kê, kiểm tra, rút lại và xuất các lần xác định của người đọc.",
    "list": "Liệt kê các lần xác định của người đọc.",
    "decisions check": (
        "Liệt kê các lần xác định trái nhau, và các lần xác định mà chỗ nhắc hay tệp của báo cáo không còn.\n\n"
        "Mã thoát 1 nếu có."
    ),
    "undo": "Rút lại các lần xác định về một chỗ nhắc.",
    "undo.REPORT": "Báo cáo, theo mã.",
    "undo.MENTION": "Từ ngữ của chỗ nhắc.",
    "add": "Thêm các lần xác định ghi trong một bảng vào kho dữ liệu.",
    "add.FILE": "Bảng các lần xác định, như trang đã lưu.",
    "export": "In các lần xác định thành câu đã đánh dấu chỗ nhắc.",
    "diff": (
        "Cho biết hai kho dữ liệu khác nhau ở đâu: báo cáo, trích dẫn, văn bản, lần xác định.\n\n"
        "Mã thoát 1 nếu có thay đổi."
    ),
    "diff.OLD": "Kho dữ liệu trước.",
    "diff.NEW": "Kho dữ liệu sau.",
    "--decisions": "Bảng các lần xác định của người đọc.",
    "audit.PATH": "Các dự thảo: tệp, thư mục, mẫu tên tệp, hoặc - để đọc từ đầu vào chuẩn.",
    "audit.--store": "Hiện những gì lệnh build đã tìm thấy. [mặc định: {store}]",
    "annotate": (
        "Ghi báo cáo ra HTML, mọi trích dẫn đều được đánh dấu và giải thích.\n\n"
        "Trỏ vào một trích dẫn sẽ hiện văn bản, ngày, cách xác định và căn cứ; bấm vào thì mở văn bản ấy "
        "trong graph.html cạnh kho dữ liệu, nếu báo cáo nằm trong đồ thị đó. Chỗ trái với điều đã biết "
        "được tô nổi và liệt kê ở đầu trang."
    ),
    "annotate.--store": "Hiện báo cáo theo kho dữ liệu này. [mặc định: {store}, nếu có]",
    "extract": (
        "Hiện mọi chỗ nhắc tới văn bản trong báo cáo, và đó là văn bản nào, không cần kho dữ liệu.\n\n"
        "Vị trí đếm theo ký tự Unicode của văn bản đã giải mã. Tệp không đọc được thì nêu ở đầu ra lỗi, và "
        "mã thoát là 1."
    ),
    "extract.--format": "Mỗi dòng một đối tượng JSON (jsonl), hoặc bảng (table).",
    "cluster": (
        "Đọc báo cáo trên cụm máy Apache Spark và ghi những gì được trích dẫn ra các bảng Parquet.\n\n"
        "Đọc được các tệp mà lệnh build đọc, và kho lưu trữ web (.warc, .warc.gz, .wet.gz). Cần "
        "citegraph[spark], Java 17, và citegraph trên mọi máy của cụm. Các bảng giống trong kho dữ liệu: "
        "đưa về kho bằng lệnh import."
    ),
    "cluster.INPUT": "Tệp, thư mục hoặc mẫu tên tệp, trên hệ thống tệp bất kỳ mà Spark đọc được.",
    "cluster.OUTPUT": "Thư mục mới để ghi kết quả, cũng như vậy.",
    "cluster.--master": "Cụm máy. [mặc định: theo cấu hình của Spark, nếu không có thì máy này]",
    "import": "Đưa kết quả của cụm máy vào kho dữ liệu, để hỏi, xem trang và xuất tệp như thường.",
    "import.--store": "Kho dữ liệu mới.",
    "import.OUTPUT": "Thư mục mà lệnh cluster đã ghi.",
    "demo": (
        "Dựng đồ thị từ các báo cáo mẫu đi kèm và cho biết cần mở tệp nào.\n\n"
        "Trong các mẫu có một bản quét không có chữ, để cho thấy tệp không đọc được thì liệt kê thế nào."
    ),
    "known": "Tìm những gì các bảng văn bản của riêng bạn còn thiếu và còn sai.",
    "suggest": (
        "Liệt kê các văn bản mà báo cáo của bạn trích dẫn nhưng chưa bảng nào có, thành các dòng để kiểm "
        "tra và thêm.\n\n"
        "Loại văn bản, cơ quan ban hành, ngày và trích yếu lấy theo số đông báo cáo, kèm số báo cáo ghi "
        "như vậy và số báo cáo ghi khác. Ngày hoặc trích yếu không thể đúng thì để trống."
    ),
    "suggest.--top": "Chỉ N văn bản được trích dẫn nhiều nhất. [mặc định: tất cả]",
    "suggest.--to": "Thêm cả vào bảng này, documents.csv (của Đảng) hoặc state.csv (của Nhà nước).",
    "suggest.--least": "Chỉ các văn bản được ít nhất N báo cáo trích dẫn.",
    "knowledge check": (
        "Kiểm tra từng dòng trong thư mục bảng của riêng bạn. Mã thoát 1 nếu có điều cần xem lại.\n\n"
        "Chỗ ghi là lỗi thì trái quy tắc: số ký hiệu, ngày, khóa, cơ quan, loại văn bản hoặc địa chỉ không "
        "đúng dạng hay mâu thuẫn nhau, văn bản ghi hai lần hoặc thay thế chính nó. Chỗ ghi là cảnh báo thì "
        "hiếm khi đúng."
    ),
    "knowledge check.FOLDER": "Thư mục chứa các bảng của bạn.",
}
"""The paragraphs of a command, examples apart, or what is said of an option or argument."""

METAVARS: dict[str, str] = {
    "TOPIC": "CHỦ-ĐỀ",
    "OPTIONS": "TÙY-CHỌN",
    "COMMAND": "LỆNH",
    "ARGS": "ĐỐI-SỐ",
    "DATE": "NGÀY",
    "DIR": "THƯ-MỤC",
    "DOCUMENT": "VĂN-BẢN",
    "FILE": "TỆP",
    "FOLDER": "THƯ-MỤC",
    "INPUT": "ĐẦU-VÀO",
    "MENTION": "CHỖ-NHẮC",
    "NAME": "TÊN",
    "NEW": "MỚI",
    "OLD": "CŨ",
    "NAMES": "TÊN",
    "OUTPUT": "ĐẦU-RA",
    "PATH": "ĐƯỜNG-DẪN",
    "REPORT": "BÁO-CÁO",
    "STORE": "KHO",
    "ADDRESS": "ĐỊA-CHỈ",
    "TEXT": "ĐOẠN-VĂN",
    "WORDS": "TỪ-NGỮ",
}
"""What stands for a value in the usage of a command; other names are the same in both languages."""


def vietnamese_help(command: str, parameter: str | None = None) -> str | None:
    """Return the Vietnamese help of a command, or of its option or argument with this name or name of its value.

    >>> (vietnamese_help("cited-by", "--store"), vietnamese_help("import", "--store"),
    ... vietnamese_help("cited-by", "--nothing"))
    ('Kho dữ liệu để hỏi.', 'Kho dữ liệu mới.', None)
    """
    if parameter is None:
        return HELP.get(command)
    return HELP.get(f"{command}.{parameter}") or HELP.get(parameter)


def localized_usage(lang: str, usage: str) -> str:
    """Return the usage line of a command, with the names of its values in the language."""
    if lang != "vi":
        return usage
    return re.sub(r"[A-Z]{3,}", lambda name: METAVARS.get(name.group(), name.group()), usage)
