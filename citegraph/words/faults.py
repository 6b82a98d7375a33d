"""What went wrong in English in, the same in Vietnamese out: each sentence citegraph raises, with holes for its values.

What no row knows is said in English; the errors themselves stay in English, for logs and other programs.
"""

from __future__ import annotations

from citegraph.errors import CitegraphError
from citegraph.model import Failure
from citegraph.words.sentences import Sentences

FAULTS: tuple[tuple[str, str], ...] = (
    # Files
    ("is empty", "là tệp rỗng"),
    ("leave it out, or fetch it again", "bỏ tệp này ra, hoặc tải lại"),
    ("holds no text", "không có chữ"),
    ("holds no report", "không có báo cáo nào"),
    ("if its pages are pictures, run OCR on them first", "nếu các trang là ảnh, hãy nhận dạng chữ (OCR) trước"),
    ("has no text layer: its pages are pictures", "không có lớp chữ: các trang là ảnh"),
    ("run OCR first, e.g. {}", "hãy nhận dạng chữ (OCR) trước, ví dụ {}"),
    ("convert it with {}, then run OCR", "chuyển đổi bằng {}, rồi nhận dạng chữ (OCR)"),
    ("convert it with {}", "chuyển đổi bằng {}"),
    ("is a broken Word document ({})", "là tệp Word bị hỏng ({})"),
    ("fetch it again, or let Word repair it", "tải lại, hoặc dùng Word để sửa tệp"),
    ("unpacks to more than {} MB", "giải nén ra hơn {} MB"),
    ("save it without its pictures", "lưu lại không kèm ảnh"),
    ("is encrypted", "được mã hóa"),
    ("save it without a password", "lưu lại không đặt mật khẩu"),
    ("longer than {} MB", "dài hơn {} MB"),
    ("is longer than {} MB", "dài hơn {} MB"),
    ("standard input is longer than {} MB", "đầu vào chuẩn dài hơn {} MB"),
    ("give it as a file", "đưa vào dưới dạng tệp"),
    ("split it, or give it as a table of reports (.jsonl)", "chia nhỏ, hoặc đưa vào dưới dạng bảng báo cáo (.jsonl)"),
    ("split it, or give the run more memory", "chia nhỏ, hoặc cấp thêm bộ nhớ"),
    ("split it", "chia nhỏ tệp"),
    ("has more than {} million characters", "có hơn {} triệu ký tự"),
    ("has more than {} pages", "có hơn {} trang"),
    ("its compression is broken or cut off ({})", "tệp nén bị hỏng hoặc thiếu phần cuối ({})"),
    ("fetch or compress the file again", "tải lại hoặc nén lại tệp"),
    (
        "expands to more than {} times its size, as a decompression bomb does",
        "giải nén ra gấp hơn {} lần, như một tệp nén độc hại",
    ),
    ("decompress it yourself if you trust it", "tự giải nén nếu tin tệp này"),
    ("matches no file", "không khớp tệp nào"),
    ("check the pattern", "kiểm tra lại mẫu tên tệp"),
    ("check the path", "kiểm tra lại đường dẫn"),
    ("name a regular file", "chỉ ra một tệp thông thường"),
    ("is a link to a folder, which is not followed", "là liên kết tới thư mục, không đi theo"),
    ("name the folder itself", "chỉ ra chính thư mục đó"),
    ("cannot be opened: No such file or directory", "không tìm thấy"),
    ("cannot be opened: Permission denied", "không được phép đọc"),
    ("cannot be opened: {}", "không mở được: {}"),
    ("check the name", "kiểm tra lại tên"),
    ("give yourself the right to read it", "tự cấp quyền đọc"),
    ("check the disk and the name", "kiểm tra đĩa và tên tệp"),
    ("is a folder, not a file", "là thư mục, không phải tệp"),
    ("is a named pipe, not a file", "là ống dẫn có tên, không phải tệp"),
    ("is a socket, not a file", "là socket, không phải tệp"),
    ("is a device, not a file", "là thiết bị, không phải tệp"),
    ("takes longer than {} s to read", "đọc quá {} giây chưa xong"),
    (
        "open it in its own program and save it anew, or leave it out",
        "mở bằng chương trình của nó rồi lưu lại, hoặc bỏ ra",
    ),
    ("decrypt it with its password, e.g. {}", "giải mã bằng mật khẩu, ví dụ {}"),
    ("fetch it again, or repair it, e.g. {}", "tải lại, hoặc sửa tệp, ví dụ {}"),
    ("is in the legacy Word format", "là tệp Word đời cũ (.doc)"),
    ("is in a legacy format of Office", "là tệp Office đời cũ"),
    ("is in Rich Text Format", "là tệp RTF"),
    ("is in the format of Word 2", "là tệp Word 2"),
    ("is an OpenDocument file", "là tệp OpenDocument"),
    ("save it as .docx in Word, or convert it with {}", "mở bằng Word rồi lưu thành .docx, hoặc chuyển đổi bằng {}"),
    ("is a presentation", "là tệp trình chiếu"),
    ("save it as .pdf, or convert it with {}", "lưu thành .pdf, hoặc chuyển đổi bằng {}"),
    ("is an Excel workbook", "là bảng tính Excel"),
    ("save the sheet as .csv", "lưu trang tính thành .csv"),
    ("is a database", "là cơ sở dữ liệu"),
    ("export its texts as .csv", "xuất nội dung ra .csv"),
    ("is an e-book", "là sách điện tử"),
    ("is a picture", "là ảnh"),
    ("is a DjVu scan", "là bản quét DjVu"),
    ("is an archive", "là tệp nén nhiều tệp"),
    ("unpack it and give the files in it", "giải nén rồi đưa vào các tệp bên trong"),
    ("is no text, as a table of its kind would be", "không phải văn bản thuần như bảng loại này"),
    ("check what file this is", "kiểm tra xem đây là tệp gì"),
    ("is nested too deep", "lồng quá nhiều tầng"),
    ("give the text in a plain column", "đặt nội dung trong một cột đơn giản"),
    ("is no JSON object", "không phải đối tượng JSON"),
    ("is no JSON ({})", "không phải JSON ({})"),
    ("correct the line", "sửa lại dòng này"),
    ("write it as {}", "viết theo mẫu {}"),
    ("is broken ({})", "bị hỏng ({})"),
    ("check its quotation marks", "kiểm tra dấu ngoặc kép"),
    ("has {} fields, not {}", "có {} ô, thay vì {}"),
    ("has no text", "không có nội dung"),
    ("fill its column 'text'", "điền cột 'text'"),
    ("has no column 'text', but {}", "không có cột 'text', chỉ có {}"),
    ("has no column 'text'", "không có cột 'text'"),
    (
        "name the column of the texts 'text'; understood are {}",
        "đặt tên cột nội dung là 'text'; các cột hiểu được là {}",
    ),
    ("its column {} is left out, for it is no text", "cột {} bị bỏ ra vì không phải chữ"),
    ("needs more memory than it may take", "cần nhiều bộ nhớ hơn mức cho phép"),
    ("split it, or allow it more memory", "chia nhỏ, hoặc cho phép dùng thêm bộ nhớ"),
    ("needs more memory than there is", "cần nhiều bộ nhớ hơn hiện có"),
    ("cannot be read as {} ({})", "không đọc được theo dạng {} ({})"),
    ("open it in its own program and save it anew", "mở bằng chương trình của nó rồi lưu lại"),
    ("cannot be examined ({})", "không xét được ({})"),
    (
        "leave it out, and tell the makers of citegraph what it holds",
        "bỏ ra, và báo cho nhóm làm citegraph biết trong đó có gì",
    ),
    ("ended the process that read it", "làm dừng tiến trình đang đọc nó"),
    ("is not text and of no known format", "không phải văn bản và không rõ định dạng"),
    ("convert it to PDF, DOCX, HTML or text", "chuyển sang PDF, DOCX, HTML hoặc văn bản thuần"),
    ("is not text in any known encoding", "không phải văn bản theo bảng mã nào đã biết"),
    ("save it as UTF-8", "lưu lại theo UTF-8"),
    ("is a page without text", "là trang không có chữ"),
    ("save it when it has loaded, with its content", "lưu lại khi trang đã tải xong, kèm nội dung"),
    # Doubts about what was read
    ("half characters are replaced by {}", "các ký tự bị cắt đôi được thay bằng {}"),
    ("written in {}; converted", "viết theo bảng mã {}; đã chuyển đổi"),
    ("the text layer is written in {}; converted", "lớp chữ viết theo bảng mã {}; đã chuyển đổi"),
    ("no encoding is declared; read as {} by guess", "không ghi bảng mã; đọc theo {} do phỏng đoán"),
    ("no encoding is declared; read as {}", "không ghi bảng mã; đọc theo {}"),
    (
        "{} characters were already lost when this text was written",
        "{} ký tự đã mất từ khi văn bản này được lưu",
    ),
    (
        "{} of {} pages have little or no text ({}); if they are pictures, run OCR first, e.g. {}",
        "{} trên {} trang có ít hoặc không có chữ ({}); nếu là ảnh, hãy nhận dạng chữ (OCR) trước, ví dụ {}",
    ),
    # Known documents
    ("no column {}", "thiếu cột {}"),
    ("give it {}", "cần có {}"),
    ("cannot be read", "không đọc được"),
    ("not UTF-8", "không phải UTF-8"),
    ("save it as 'CSV UTF-8'", "lưu lại theo 'CSV UTF-8'"),
    ("{} is no number code", "{} không phải số ký hiệu"),
    ("write it like {} or {}", "viết như {} hoặc {}"),
    ("write it like {}", "viết như {}"),
    ("{} is no date", "{} không phải ngày tháng"),
    ("{} is no type of document", "{} không phải loại văn bản"),
    ("write it like {} or {}, with its marks", "viết như {} hoặc {}, đủ dấu"),
    ("{} without its {}", "{} thiếu {}"),
    ("fill in the column {}", "điền cột {}"),
    # The store
    ("there is no store here", "ở đây không có kho dữ liệu"),
    (
        "make one with 'citegraph build', or name it with --store",
        "tạo bằng 'citegraph build', hoặc chỉ ra bằng --store",
    ),
    ("is a folder, not a store", "là thư mục, không phải kho dữ liệu"),
    ("name the file in it, such as {}", "chỉ ra tệp trong đó, chẳng hạn {}"),
    ("is a SQLite database, but no citegraph store", "là cơ sở dữ liệu SQLite, nhưng không phải kho của citegraph"),
    ("is no SQLite database", "không phải cơ sở dữ liệu SQLite"),
    ("name another file with --store", "chỉ ra tệp khác bằng --store"),
    ("name another place with --store", "chỉ ra nơi khác bằng --store"),
    ("is damaged", "bị hỏng"),
    ("has no index of words", "chưa có chỉ mục từ"),
    ("move it away and build it again", "chuyển đi nơi khác rồi tạo lại"),
    ("the disk is full", "đĩa đã đầy"),
    ("make room and run again: what was read so far is kept", "dọn chỗ rồi chạy lại: phần đã đọc được giữ lại"),
    ("cannot be read or written", "không đọc hoặc ghi được"),
    (
        "check the disk and run again: what was read so far is kept",
        "kiểm tra đĩa rồi chạy lại: phần đã đọc được giữ lại",
    ),
    ("may not be written", "không được phép ghi"),
    (
        "give yourself the right, or name another place with --store",
        "tự cấp quyền ghi, hoặc chỉ ra nơi khác bằng --store",
    ),
    ("cannot be opened", "không mở được"),
    (
        "check that it is a file, and that its folder may be written",
        "kiểm tra xem đó có phải là tệp, và thư mục có cho ghi không",
    ),
    ("another program holds it", "chương trình khác đang giữ"),
    ("close that program and try again", "đóng chương trình đó rồi thử lại"),
    ("cannot be made or opened: {}", "không tạo hoặc không mở được: {}"),
    ("is being written by {}", "đang được {} ghi"),
    ("wait until it has ended, or name another store with --store", "đợi cho xong, hoặc chỉ ra kho khác bằng --store"),
    (
        "was made by a newer citegraph (schema {}, this one reads {})",
        "được tạo bởi citegraph mới hơn (lược đồ {}, bản này đọc {})",
    ),
    ("update citegraph, or build another store", "cập nhật citegraph, hoặc tạo kho khác"),
    (
        "was made by an older citegraph (schema {}, this one reads {})",
        "được tạo bởi citegraph cũ hơn (lược đồ {}, bản này đọc {})",
    ),
    ("holds reports already", "đã có báo cáo"),
    ("name a new file with --store", "chỉ ra tệp mới bằng --store"),
    # A cluster
    ("open it in a browser", "mở bằng trình duyệt"),
    ("breaks off after {} records ({})", "đứt đoạn sau {} bản ghi ({})"),
    ("fetch it again", "tải lại"),
    ("split it, or give it as a table (.jsonl)", "chia nhỏ, hoặc đưa vào dưới dạng bảng (.jsonl)"),
    ("there is nothing at this path", "không có gì ở đường dẫn này"),
    ("is there already", "đã có sẵn"),
    ("name a new folder, or remove this one", "chỉ ra thư mục mới, hoặc xóa thư mục này"),
    ("PySpark is not installed", "chưa cài PySpark"),
    ("pip install {}", "cài đặt bằng pip install {}"),
    ("Java is not installed", "chưa cài Java"),
    ("install Java 17 or later, or set JAVA_HOME", "cài Java 17 trở lên, hoặc đặt JAVA_HOME"),
    ("cannot be reached ({})", "không kết nối được ({})"),
    ("check the address and that the cluster runs", "kiểm tra địa chỉ và xem cụm máy có đang chạy không"),
    ("the job failed: {}", "công việc thất bại: {}"),
    ("see the log of its executors", "xem nhật ký của các tiến trình trên cụm máy"),
    ("is no whole dataset", "không phải bộ dữ liệu trọn vẹn"),
    (
        "name the folder that 'citegraph cluster' wrote, and let it finish",
        "chỉ ra thư mục mà 'citegraph cluster' đã ghi, và để lệnh đó chạy xong",
    ),
    (
        "is a dataset of version {}, this citegraph reads {}",
        "là bộ dữ liệu phiên bản {}, bản citegraph này đọc phiên bản {}",
    ),
    ("write it anew with the same citegraph", "ghi lại bằng cùng một bản citegraph"),
    # Questions
    ("no cited document is called that", "không có văn bản nào được trích dẫn mang tên ấy"),
    (
        "no cited document is called that, though reports leave it open which they mean by {}",
        "không có văn bản nào được trích dẫn mang tên ấy, dù có báo cáo ghi mà chưa rõ văn bản nào: {}",
    ),
    ("no report is called that", "không có báo cáo nào mang tên ấy"),
    ("the nearest are {}", "gần nhất là {}"),
    ("may mean {} documents", "có thể là {} văn bản"),
    ("may mean {} reports", "có thể là {} báo cáo"),
    ("say more; the most cited are {}", "hãy nói rõ hơn; được trích dẫn nhiều nhất là {}"),
    ("say which: {}", "hãy chọn một: {}"),
    ("no reports lead from one to the other", "không có báo cáo nào nối văn bản này với văn bản kia"),
    ("ask about more reports", "hỏi trên nhiều báo cáo hơn"),
    ("has no word to search for", "không có từ nào để tìm"),
    ("type words of a title or quote", "gõ các từ trong tên văn bản hoặc trích đoạn"),
    ("is no date", "không phải ngày tháng"),
    ("write 2024, 2024-05 or 2024-05-02", "viết 2024, 05/2024 hoặc 02/05/2024"),
    # Findings
    ("cited on {}", "trích dẫn ngày {}"),
    ("issued on {}", "ban hành ngày {}"),
    ("replaced by {} on {}", "đã được {} thay thế ngày {}"),
    ("{} (learned from other reports)", "{} (suy ra từ các báo cáo khác)"),
    ("{}, of {}", "{}, của {}"),
    ("khóa {} ran from {} to {}", "khóa {} kéo dài từ {} đến {}"),
    ("khóa {} ran from {} to today", "khóa {} kéo dài từ {} đến nay"),
    # What is written
    ("{} would lie outside", "{} sẽ nằm ngoài thư mục"),
    ("write another format", "ghi theo định dạng khác"),
    ("there may be no more of them", "không mở thêm được tệp nào"),
    (
        "close other programs, or raise the limit, e.g. with ulimit -n 1024",
        "đóng bớt chương trình khác, hoặc nâng giới hạn, ví dụ bằng ulimit -n 1024",
    ),
    ("is gone or cannot be entered", "không còn, hoặc không vào được"),
    ("go to another folder", "chuyển sang thư mục khác"),
    ("refused what was asked: {}", "hệ thống từ chối: {}"),
    ("see where with --debug", "xem chỗ xảy ra bằng --debug"),
    ("cannot be read: {}", "không đọc được: {}"),
    ("send it a text, or name a file", "gửi văn bản vào đó, hoặc chỉ ra tệp"),
    ("check where it leads, and the room on the disk", "kiểm tra nơi nhận và chỗ trống trên đĩa"),
    (
        "holds a graph of your own, which the demo would replace",
        "đã có đồ thị của riêng bạn, bản mẫu sẽ ghi đè lên",
    ),
    ("name another folder with --output", "chỉ ra thư mục khác bằng --output"),
    ("is to be read and would be written over", "là tệp cần đọc, nếu ghi sẽ mất nội dung"),
    (
        "is to be read, as {}, and would be written over",
        "là tệp cần đọc (dưới tên {}), nếu ghi sẽ mất nội dung",
    ),
    (
        "would be written twice, by {} and by {} as {}",
        "sẽ bị ghi hai lần, bởi {} và bởi {} dưới tên {}",
    ),
    (
        "of {} would lie in {}, which is written by {}",
        "của {} sẽ nằm trong {}, nơi {} ghi vào",
    ),
    (
        "name another folder with --output, or another store with --store",
        "chỉ ra thư mục khác bằng --output, hoặc kho khác bằng --store",
    ),
    ("name another file with --save", "chỉ ra tệp khác bằng --save"),
    ("is there already and is no regular file", "đã có sẵn và không phải tệp thông thường"),
    (
        "is a link, and what is written would lie elsewhere",
        "là liên kết, những gì được ghi sẽ nằm ở nơi khác",
    ),
    (
        "would hold {} edges, more than the {} that are drawn",
        "sẽ có {} cạnh, nhiều hơn {} cạnh vẽ được",
    ),
    (
        "take less with --top or --edges, or all of it with --format csv",
        "lấy ít hơn bằng --top hoặc --edges, hoặc lấy hết bằng --format csv",
    ),
    (
        "is there already and was not written by citegraph",
        "đã có sẵn và không phải do citegraph ghi ra",
    ),
    (
        "move it away, or name another folder with --output",
        "chuyển tệp đó đi nơi khác, hoặc chỉ ra thư mục khác bằng --output",
    ),
    ("is no known format", "không phải định dạng đã biết"),
    ("choose among {}", "chọn trong {}"),
    ("cannot be written: {}", "không ghi được: {}"),
    ("cannot be removed: {}", "không xóa được: {}"),
    ("cannot be written", "không ghi được"),
    ("check the folder and the room on the disk", "kiểm tra thư mục và chỗ trống trên đĩa"),
    ("needs {}, which is not installed", "cần {}, hiện chưa cài đặt"),
    ("install it with {}", "cài đặt bằng {}"),
    ("has nothing to watch", "không có gì để theo dõi"),
    ("name files or folders that are there", "chỉ ra tệp hoặc thư mục đang có"),
    ("is no kind of picture that can be drawn", "không phải loại ảnh vẽ được"),
    ("end the name in .svg or .png", "đặt tên kết thúc bằng .svg hoặc .png"),
)

_SENTENCES = Sentences(FAULTS)


def said(lang: str, fault: CitegraphError | Failure) -> str:
    """The fault as one line in the language: where, what, and what to do.

    >>> said("vi", Failure("a.pdf", "has no text layer: its pages are pictures", "split it"))
    'a.pdf: không có lớp chữ: các trang là ảnh; chia nhỏ tệp'
    """
    if isinstance(fault, CitegraphError):
        where, what = fault.where, fault.what
    else:
        where, what = fault.path, fault.reason
    remedy = translated(lang, fault.remedy)
    return f"{where}: {translated(lang, what)}" + (f"; {remedy}" if remedy else "")


def translated(lang: str, sentence: str) -> str:
    """One sentence of a fault in the language; as it is where no row knows it."""
    return (_SENTENCES.vietnamese(sentence) if lang == "vi" else None) or sentence
