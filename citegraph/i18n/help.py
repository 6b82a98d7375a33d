"""Vietnamese translations of the help texts.

The English stands with the commands and options themselves; a test finds what is missing or left over here.
"""

from __future__ import annotations

import re

from citegraph.i18n.templates import Sentences

HELPS: tuple[tuple[str, str], ...] = (
    # What stands around them
    ("Usage", "Cách dùng"),
    ("Arguments", "Đối số"),
    ("Options", "Tùy chọn"),
    ("Commands", "Các lệnh"),
    ("Example:", "Ví dụ:"),
    ("Examples:", "Ví dụ:"),
    ("Show this message and exit.", "Hiện hướng dẫn này."),
    ("Show the version.", "Hiện số phiên bản."),
    ("Show where in the program an error arose.", "Hiện chỗ phát sinh lỗi trong chương trình."),
    ("Install completion for the current shell.", "Cài tính năng gõ Tab để điền nốt lệnh cho shell đang dùng."),
    (
        "Show completion for the current shell, to copy it or customize the installation.",
        "Hiện đoạn mã gõ Tab để điền nốt lệnh, để chép hoặc chỉnh lại cho shell đang dùng.",
    ),
    (
        "Find the Party documents that Vietnamese reports cite, and map them as a graph.",
        "Tìm các văn bản của Đảng được trích dẫn trong báo cáo tiếng Việt và vẽ thành đồ thị.",
    ),
    (
        "Exit codes: 0 done; 1 done, with something to look at (files that could not be read, findings); 2 the command "
        "was not understood; 3 the question fits nothing or too much; 4 the store, 5 the table of known documents, 6 "
        "an output, 7 a file or 8 a cluster cannot be used; 130 stopped by Ctrl-C.",
        "Mã thoát: 0 đã xong; 1 đã xong nhưng có điều cần xem lại (tệp không đọc được, chỗ trích dẫn sai); 2 không "
        "hiểu lệnh; 3 câu hỏi không khớp với gì hoặc khớp với quá nhiều; 4 không dùng được kho dữ liệu, 5 bảng văn bản "
        "đã biết, 6 nơi ghi kết quả, 7 tệp, 8 cụm máy; 130 bị dừng bằng Ctrl-C.",
    ),
    # What several commands share
    (
        "The language of messages, tables and pages. [default: that of the locale, else en]",
        "Ngôn ngữ của hướng dẫn, thông báo, bảng và trang. [mặc định: theo cài đặt vùng của máy, nếu không rõ thì en]",
    ),
    ("The store to ask.", "Kho dữ liệu để hỏi."),
    ("How to print it.", "Cách in kết quả: bảng, JSON hoặc CSV."),
    (
        "Whose documents: of the Party, of the State, or all.",
        "Văn bản của ai: của Đảng (party), của Nhà nước (state) hoặc tất cả (all).",
    ),
    ("How many to show at most. [default: all]", "Hiện nhiều nhất bao nhiêu dòng. [mặc định: tất cả]"),
    (
        "Only reports of this day, month or year or later: 2024, 5/2024, 2024-05-02.",
        "Chỉ các báo cáo từ ngày, tháng hoặc năm này trở đi: 2024, 5/2024, 02/5/2024.",
    ),
    (
        "Only reports of this day, month or year or earlier.",
        "Chỉ các báo cáo đến hết ngày, tháng hoặc năm này.",
    ),
    ("Only reports of publishers of this name.", "Chỉ các báo cáo của nơi đăng có tên này."),
    ("Only reports about this place.", "Chỉ các báo cáo về địa phương này."),
    (
        "The document, as you would type it.",
        "Văn bản cần hỏi, gõ thế nào cũng được: số ký hiệu, tên gọi, có dấu hay không dấu.",
    ),
    (
        "Files, folders, patterns such as 'reports/*.pdf', or - for standard input.",
        "Tệp, thư mục, mẫu tên tệp như 'reports/*.pdf', hoặc - để đọc từ đầu vào chuẩn.",
    ),
    (
        "A folder of CSV tables of your own: documents, types, bodies …",
        "Thư mục chứa các bảng CSV của riêng bạn: văn bản, loại văn bản, cơ quan …",
    ),
    ("The folder to write to.", "Thư mục ghi kết quả."),
    # build, demo
    (
        "Read reports, find what they cite, and write the graph.",
        "Đọc báo cáo, tìm các văn bản được trích dẫn và ghi ra đồ thị.",
    ),
    (
        "Only files that are new or changed since the last time are read. What cannot be read is listed at the end, "
        "and makes the exit code 1. Ctrl-C is safe: the next run goes on from there. --watch needs citegraph[watch].",
        "Chỉ đọc các tệp mới hoặc đã thay đổi so với lần trước. Tệp không đọc được thì liệt kê ở cuối, và mã thoát là "
        "1. Có thể dừng bằng Ctrl-C: lần chạy sau làm tiếp từ đó. --watch cần citegraph[watch].",
    ),
    ("The store. [default: citegraph.sqlite in DIR]", "Kho dữ liệu. [mặc định: citegraph.sqlite trong THƯ-MỤC]"),
    ("{}; with commas between. [default: {}]", "{}; cách nhau bằng dấu phẩy. [mặc định: {}]"),
    ("Processes. [default: one a core]", "Số tiến trình chạy song song. [mặc định: bằng số nhân của máy]"),
    (
        "Forget reports whose file is gone from the folders and quoted patterns named.",
        "Bỏ khỏi kho những báo cáo không còn tệp trong các thư mục và mẫu tên (đặt trong dấu nháy) đã chỉ ra.",
    ),
    (
        "Write the N documents that most reports cite; 0: all.",
        "Chỉ ghi N văn bản được nhiều báo cáo trích dẫn nhất; 0: tất cả.",
    ),
    ("Write documents that N reports cite or more.", "Chỉ ghi văn bản được ít nhất N báo cáo trích dẫn."),
    (
        "… or that N cite together with some other one.",
        "… hoặc được ít nhất N báo cáo trích dẫn cùng với một văn bản khác.",
    ),
    (
        "Write the newest reports, up to N edges in all; 0: all.",
        "Chỉ ghi các báo cáo mới nhất, tổng cộng đến N cạnh; 0: tất cả.",
    ),
    (
        "Write the citing reports too, marked; quotes in graph.html lead there.",
        "Ghi cả các báo cáo có trích dẫn, đã đánh dấu; trích đoạn trong graph.html dẫn tới đó.",
    ),
    (
        "Go on, and build again whenever a file changes, until Ctrl-C.",
        "Tiếp tục theo dõi, có tệp thay đổi thì làm lại, cho đến khi bấm Ctrl-C.",
    ),
    (
        "Build the graph of the bundled sample reports, and say what to open.",
        "Dựng đồ thị từ các báo cáo mẫu đi kèm và cho biết cần mở tệp nào.",
    ),
    (
        "One of the samples is a scan without text, to show how a failure is listed.",
        "Trong các mẫu có một bản quét không có chữ, để cho thấy tệp không đọc được thì liệt kê thế nào.",
    ),
    # Questions
    ("List the reports that cite a document.", "Liệt kê các báo cáo trích dẫn một văn bản."),
    (
        "DOCUMENT is a number, a name, a plenum or words of a title, in any spelling, with or without diacritics. "
        "Where several documents fit, each is shown with its own reports.",
        "VĂN-BẢN là số ký hiệu, tên gọi, hội nghị Trung ương hoặc vài từ trong trích yếu, viết cách nào cũng được, có "
        "dấu hay không dấu. Nếu khớp với nhiều văn bản thì từng văn bản được hiện với các báo cáo của nó.",
    ),
    (
        "List what a report cites, in the order of its text.",
        "Liệt kê những gì một báo cáo trích dẫn, theo thứ tự trong bài.",
    ),
    ("The report: its id, path or file name.", "Báo cáo: mã, đường dẫn hoặc tên tệp."),
    (
        "List the cited documents, those that most reports cite first.",
        "Liệt kê các văn bản được trích dẫn, văn bản được nhiều báo cáo trích dẫn nhất đứng đầu.",
    ),
    (
        "PageRank is that of the co-citation graph; first and last are the dates of the reports that cite the "
        "document.",
        "PageRank tính trên đồ thị cùng trích dẫn; lần đầu và gần nhất là ngày của các báo cáo trích dẫn văn bản.",
    ),
    (
        "What puts a document first: reports, rank on the graph, first or last cited.",
        "Xếp theo: số báo cáo (reports), thứ hạng trên đồ thị (pagerank), lần đầu (first) hoặc gần nhất (last) được "
        "trích dẫn.",
    ),
    (
        "List the reports, sorted by id as a Vietnamese dictionary would.",
        "Liệt kê các báo cáo, xếp theo mã như thứ tự từ điển tiếng Việt.",
    ),
    (
        "List what could not be read, why, and what to do about it. Exit code 1 where there is anything.",
        "Liệt kê những gì không đọc được, vì sao và cần làm gì. Mã thoát 1 nếu có.",
    ),
    (
        "List the documents that reports cite together with one, or the reports that cite alike.",
        "Liệt kê các văn bản được trích dẫn cùng một văn bản, hoặc các báo cáo trích dẫn giống nhau.",
    ),
    (
        "The weight is what is common over the geometric mean of what each has: 1 where two are always cited together.",
        "Trọng số là phần chung chia cho trung bình nhân của hai bên: bằng 1 khi hai văn bản luôn được trích dẫn cùng "
        "nhau.",
    ),
    ("List the reports that cite alike instead.", "Thay vào đó, liệt kê các báo cáo trích dẫn giống báo cáo này."),
    (
        "Show how many reports cite a document, year by year or month by month.",
        "Cho biết mỗi năm hoặc mỗi tháng có bao nhiêu báo cáo trích dẫn một văn bản.",
    ),
    ("--save needs citegraph[plot].", "--save cần citegraph[plot]."),
    ("Count by year or by month.", "Đếm theo năm (year) hoặc theo tháng (month)."),
    ("Draw it into a .svg or .png file too.", "Vẽ cả biểu đồ ra tệp .svg hoặc .png."),
    ("The latest years or months only. [default: all]", "Chỉ chừng ấy năm hoặc tháng gần nhất. [mặc định: tất cả]"),
    (
        "Show the shortest way between two documents, through reports that cite both of two.",
        "Cho biết đường nối ngắn nhất giữa hai văn bản, qua các báo cáo cùng trích dẫn từng cặp.",
    ),
    (
        "Of several ways that are as short, it is the one with the most reports along it.",
        "Nếu có nhiều đường ngắn như nhau thì lấy đường có nhiều báo cáo nhất.",
    ),
    ("The document to begin with.", "Văn bản ở đầu đường."),
    ("The document to end with.", "Văn bản ở cuối đường."),
    (
        "How many reports to name a step at most. [default: all]",
        "Mỗi bước nêu tên nhiều nhất bao nhiêu báo cáo. [mặc định: tất cả]",
    ),
    (
        "Find words in the names of documents, the titles of reports and the quotes from them.",
        "Tìm từ ngữ trong tên văn bản, tên báo cáo và các trích đoạn.",
    ),
    (
        "A word typed with its diacritics stands with just these, one typed without with any. Exit code 1 where "
        "nothing is found.",
        "Từ gõ có dấu thì phải đúng dấu, từ gõ không dấu thì dấu nào cũng được. Mã thoát 1 nếu không tìm thấy.",
    ),
    ("Words, with or without diacritics.", "Các từ cần tìm, có dấu hay không dấu."),
    (
        "How many of each kind to show at most. [default: all]",
        "Mỗi loại hiện nhiều nhất bao nhiêu dòng. [mặc định: tất cả]",
    ),
    # explain, audit, annotate, extract
    (
        "Show which document each mention in a text names, and why.",
        "Cho biết mỗi chỗ nhắc trong một đoạn văn là văn bản nào, và vì sao.",
    ),
    (
        "Each reason for or against a document has its weight; the documents that did not win are shown with theirs.",
        "Mỗi căn cứ thuận hay nghịch đều có điểm; các văn bản không được chọn cũng được hiện kèm điểm của chúng.",
    ),
    ("A sentence or more, as a report has it.", "Một hay nhiều câu, viết như trong báo cáo."),
    ("The day of the report.", "Ngày của báo cáo."),
    ("Who published the report.", "Nơi đăng báo cáo."),
    ("The place the report is about.", "Địa phương mà báo cáo nói tới."),
    (
        "Check the citations of a draft, or of a whole store, against what is known of the documents.",
        "Soát các trích dẫn trong dự thảo, hoặc trong cả kho dữ liệu, xem có khớp với văn bản đã biết không.",
    ),
    (
        "A wrong number, date, issuer, type, title, term or plenum, a document cited before it was issued or after it "
        "was replaced: each is quoted, with what is said, what is known and how to write it. The end tells what was "
        "checked and in order, and what could not be checked. Exit code 1 where something was found.",
        "Sai số, ngày, cơ quan ban hành, loại văn bản, trích yếu, khóa hoặc hội nghị, trích dẫn văn bản khi chưa ban "
        "hành hoặc đã bị thay thế: mỗi chỗ được trích ra, kèm điều đang ghi, điều đúng và cách nên viết. Phần cuối cho "
        "biết chỗ nào đã đối chiếu và đúng, chỗ nào không đối chiếu được. Mã thoát 1 nếu có chỗ cần xem lại.",
    ),
    (
        "The day by which validity is judged. [default: the draft's]",
        "Ngày để xét hiệu lực. [mặc định: ngày của dự thảo]",
    ),
    (
        "A copy of the draft with its findings: .docx, .pdf or .html.",
        "Bản sao của dự thảo kèm các chỗ cần xem lại: .docx, .pdf hoặc .html.",
    ),
    (
        "Write safe corrections into the copy, as tracked changes (.docx).",
        "Ghi các chỗ sửa chắc chắn vào bản sao, dưới dạng thay đổi theo dõi (.docx).",
    ),
    # diff
    (
        "Tell what changed between two stores: reports, citations, documents, decisions.",
        "Cho biết hai kho dữ liệu khác nhau ở đâu: báo cáo, trích dẫn, văn bản, quyết định.",
    ),
    (
        "Exit code 1 where something changed.",
        "Mã thoát 1 nếu có thay đổi.",
    ),
    (
        "The earlier store.",
        "Kho dữ liệu trước.",
    ),
    (
        "The later store.",
        "Kho dữ liệu sau.",
    ),
    # decide, decisions
    (
        "Say which document a mention of a report names; the next build and all later ones honour it.",
        "Cho biết một chỗ nhắc trong báo cáo là văn bản nào; mọi lần dựng sau đều áp dụng.",
    ),
    (
        "The report, by its id.",
        "Báo cáo, theo mã.",
    ),
    (
        "The words of the mention, or where it begins (a number).",
        "Từ ngữ của chỗ nhắc, hoặc vị trí bắt đầu (một số).",
    ),
    (
        "The document that it names, by its canonical id.",
        "Văn bản được nhắc, theo mã chuẩn.",
    ),
    (
        "It names no document.",
        "Chỗ này không nhắc văn bản nào.",
    ),
    (
        "It names what this other mention names.",
        "Chỗ này là văn bản mà chỗ nhắc kia nêu.",
    ),
    (
        "It does not name this document.",
        "Chỗ này không phải văn bản ấy.",
    ),
    (
        "Why, in a few words.",
        "Vì sao, viết ngắn gọn.",
    ),
    (
        "Take the place of an earlier decision.",
        "Thay cho quyết định trước đó.",
    ),
    (
        "List, check, undo and export what people decided.",
        "Liệt kê, kiểm tra, rút lại và xuất các quyết định của người đọc.",
    ),
    (
        "List the decisions.",
        "Liệt kê các quyết định.",
    ),
    (
        "List the decisions that contradict one another, and those whose mention is gone.",
        "Liệt kê các quyết định trái nhau và các quyết định không còn chỗ nhắc.",
    ),
    ("Exit code 1 where there are any.", "Mã thoát 1 nếu có."),
    (
        "Take the decisions about a mention back.",
        "Rút lại các quyết định về một chỗ nhắc.",
    ),
    (
        "The words of the mention.",
        "Từ ngữ của chỗ nhắc.",
    ),
    (
        "Add the decisions of a table to those of the store.",
        "Thêm các quyết định của một bảng vào kho dữ liệu.",
    ),
    (
        "A table of decisions, as the page saves it.",
        "Bảng quyết định, như trang đã lưu.",
    ),
    (
        "Print the decisions as annotated sentences, the mention marked in its place.",
        "In các quyết định thành câu đã đánh dấu chỗ nhắc.",
    ),
    (
        "The table of decisions that people took.",
        "Bảng quyết định của người đọc.",
    ),
    ("Check spelling and order of citations too.", "Soát cả cách viết và thứ tự trích dẫn."),
    ("List every citation with what became of it.", "Liệt kê mọi trích dẫn kèm kết quả đối chiếu."),
    (
        "Drafts: files, folders, patterns, or - for standard input.",
        "Các dự thảo: tệp, thư mục, mẫu tên tệp, hoặc - để đọc từ đầu vào chuẩn.",
    ),
    ("Show what a build found. [default: {}]", "Hiện những gì lệnh build đã tìm thấy. [mặc định: {}]"),
    (
        "Write reports as HTML, with every citation marked and explained.",
        "Ghi báo cáo ra HTML, mọi trích dẫn đều được đánh dấu và giải thích.",
    ),
    (
        "Pointing at a citation shows its document, date, method and evidence. A click opens it in graph.html beside "
        "the store, where the report is part of that graph. What contradicts what is known stands out and is listed at "
        "the top.",
        "Trỏ vào một trích dẫn sẽ hiện văn bản, ngày, cách xác định và căn cứ; bấm vào thì mở văn bản ấy trong "
        "graph.html cạnh kho dữ liệu, nếu báo cáo nằm trong đồ thị đó. Chỗ trái với điều đã biết được tô nổi và liệt "
        "kê ở đầu trang.",
    ),
    (
        "Show reports as this store has them. [default: {}, if there is one]",
        "Hiện báo cáo theo kho dữ liệu này. [mặc định: {}, nếu có]",
    ),
    (
        "Show every mention of a document in the reports, and which document it names, without a store.",
        "Hiện mọi chỗ nhắc tới văn bản trong báo cáo, và đó là văn bản nào, không cần kho dữ liệu.",
    ),
    (
        "Offsets count code points of the decoded text. What cannot be read is listed on standard error, and makes the "
        "exit code 1.",
        "Vị trí đếm theo ký tự Unicode của văn bản đã giải mã. Tệp không đọc được thì nêu ở đầu ra lỗi, và mã thoát là "
        "1.",
    ),
    ("A JSON object a line, or a table.", "Mỗi dòng một đối tượng JSON (jsonl), hoặc bảng (table)."),
    # known
    (
        "Find what your own tables of documents lack, and what is wrong in them.",
        "Tìm những gì các bảng văn bản của riêng bạn còn thiếu và còn sai.",
    ),
    (
        "List the documents that your reports cite and no table lists, as rows to be checked and added.",
        "Liệt kê các văn bản mà báo cáo của bạn trích dẫn nhưng chưa bảng nào có, thành các dòng để kiểm tra và thêm.",
    ),
    (
        "Type, issuer, date and title are those that most reports give, with how many say so and how many say "
        "otherwise. A date or a title that cannot be right is left out.",
        "Loại văn bản, cơ quan ban hành, ngày và trích yếu lấy theo số đông báo cáo, kèm số báo cáo ghi như vậy và số "
        "báo cáo ghi khác. Ngày hoặc trích yếu không thể đúng thì để trống.",
    ),
    (
        "Add them to this table, documents.csv or state.csv, too.",
        "Thêm cả vào bảng này, documents.csv (của Đảng) hoặc state.csv (của Nhà nước).",
    ),
    ("Only documents that N reports cite or more.", "Chỉ các văn bản được ít nhất N báo cáo trích dẫn."),
    ("Only the N most cited. [default: all]", "Chỉ N văn bản được trích dẫn nhiều nhất. [mặc định: tất cả]"),
    (
        "Check a folder of tables of your own row by row. Exit code 1 where there is anything to look at.",
        "Kiểm tra từng dòng trong thư mục bảng của riêng bạn. Mã thoát 1 nếu có điều cần xem lại.",
    ),
    (
        "What is listed as an error breaks a rule: a number, date, term, issuer, type or address that is none or that "
        "another contradicts, a document that stands there twice or replaces itself. A warning is seldom right.",
        "Chỗ ghi là lỗi thì trái quy tắc: số ký hiệu, ngày, khóa, cơ quan, loại văn bản hoặc địa chỉ không đúng dạng "
        "hay mâu thuẫn nhau, văn bản ghi hai lần hoặc thay thế chính nó. Chỗ ghi là cảnh báo thì hiếm khi đúng.",
    ),
    ("The folder of your tables.", "Thư mục chứa các bảng của bạn."),
    # cluster, import
    (
        "Read reports on an Apache Spark cluster and write what they cite as Parquet tables.",
        "Đọc báo cáo trên cụm máy Apache Spark và ghi những gì được trích dẫn ra các bảng Parquet.",
    ),
    (
        "Reads the files that build reads, and web archives (.warc, .warc.gz, .wet.gz). Needs citegraph[spark] and "
        "Java 17, and citegraph on every worker. The tables are those of a store: bring them home with import.",
        "Đọc được các tệp mà lệnh build đọc, và kho lưu trữ web (.warc, .warc.gz, .wet.gz). Cần citegraph[spark], Java "
        "17, và citegraph trên mọi máy của cụm. Các bảng giống trong kho dữ liệu: đưa về kho bằng lệnh import.",
    ),
    (
        "A file, folder or pattern on any file system that Spark reads.",
        "Tệp, thư mục hoặc mẫu tên tệp, trên hệ thống tệp bất kỳ mà Spark đọc được.",
    ),
    ("The new folder to write to, likewise.", "Thư mục mới để ghi kết quả, cũng như vậy."),
    (
        "The cluster. [default: as Spark is configured, else this machine]",
        "Cụm máy. [mặc định: theo cấu hình của Spark, nếu không có thì máy này]",
    ),
    (
        "Load what a cluster decided into a store, so that every question, page and export works on it.",
        "Đưa kết quả của cụm máy vào kho dữ liệu, để hỏi, xem trang và xuất tệp như thường.",
    ),
    ("The folder that cluster wrote.", "Thư mục mà lệnh cluster đã ghi."),
    ("The new store to fill.", "Kho dữ liệu mới."),
)


def helped(lang: str, paragraph: str) -> str:
    """A paragraph of the help in the language, what stands in brackets behind it too; as it is where no row knows it.

    >>> helped("vi", "The store to ask.  [default: output/citegraph.sqlite; required]")
    'Kho dữ liệu để hỏi.  [mặc định: output/citegraph.sqlite; bắt buộc]'
    """
    text = " ".join(paragraph.split()) if "  [" not in paragraph else paragraph
    if lang != "vi":
        return paragraph
    said, brackets, facts = text.partition("  [")
    return (_HELPS.vietnamese(said) or said) + brackets + _FACT.sub(lambda fact: _FACTS[fact.group()], facts)


_FACTS = {"default:": "mặc định:", "env var:": "biến môi trường:", "required": "bắt buộc"}
_FACT = re.compile(r"(?:(?<=; )|^)(?:default:|env var:|required)")
_HELPS = Sentences(HELPS)
