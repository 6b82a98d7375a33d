"""What cannot be written, what the system refuses, and what to do."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    # The system
    "os.no_such_file": ("no such file or directory", "không có tệp hoặc thư mục này"),
    "os.permission": ("permission denied", "không được phép"),
    "os.exists": ("file exists", "đã có tệp này"),
    "os.not_folder": ("not a directory", "không phải thư mục"),
    "os.is_folder": ("is a directory", "là thư mục"),
    "os.full": ("no space left on the disk", "đĩa đã đầy"),
    "os.read_only": ("read-only file system", "hệ thống tệp chỉ cho phép đọc"),
    "os.io": ("input/output error", "lỗi đọc ghi"),
    "os.name_too_long": ("file name too long", "tên tệp quá dài"),
    "os.loop": ("too many levels of symbolic links", "quá nhiều liên kết nối tiếp nhau"),
    "os.too_many_files": ("too many open files", "mở quá nhiều tệp"),
    "os.no_folder": ("no longer exists or cannot be entered", "không còn, hoặc không vào được"),
    "os.refused": ("refused the operation: {why}", "từ chối thao tác: {why}"),
    "os.cannot_read": ("cannot be read: {why}", "không đọc được: {why}"),
    "where.open_files": ("open files", "số tệp đang mở"),
    "where.folder": ("the current folder", "thư mục hiện tại"),
    "where.system": ("the operating system", "hệ điều hành"),
    "where.stdin": ("standard input", "đầu vào chuẩn"),
    "where.stdout": ("standard output", "đầu ra chuẩn"),
    "do.more_files": (
        "close other programs, or raise the limit, e.g. with ulimit -n 1024",
        "đóng bớt chương trình khác, hoặc nâng giới hạn, ví dụ bằng ulimit -n 1024",
    ),
    "do.other_folder": ("change to another folder", "chuyển sang thư mục khác"),
    "do.debug": ("run again with --debug for details", "chạy lại với --debug để xem chi tiết"),
    "do.send_text": (
        "pipe a text into the command, or pass a file",
        "đưa nội dung vào lệnh bằng dấu |, hoặc ghi tên tệp sau lệnh",
    ),
    "do.check_receiver": (
        "check where it leads, and the free space on the disk",
        "kiểm tra nơi nhận và chỗ trống trên đĩa",
    ),
    # Files that are written
    "write.cannot": ("cannot be written: {why}", "không ghi được: {why}"),
    "write.cannot_remove": ("cannot be removed: {why}", "không xóa được: {why}"),
    "write.outside": ("{name} would be outside of it", "{name} sẽ nằm ngoài thư mục"),
    "write.foreign": ("already exists and was not written by citegraph", "đã có sẵn và không phải do citegraph ghi"),
    "write.irregular": ("already exists and is not a regular file", "đã có sẵn và không phải tệp thông thường"),
    "write.link": ("is a symbolic link that leads elsewhere", "là liên kết dẫn tới nơi khác"),
    "write.input": ("is an input and would be overwritten", "là tệp đầu vào và sẽ bị ghi đè"),
    "write.input_as": (
        "is an input ({name}) and would be overwritten",
        "là tệp đầu vào ({name}) và sẽ bị ghi đè",
    ),
    "write.twice": (
        "would be written twice, by {one} and by {other} (as {path})",
        "sẽ bị ghi hai lần, bởi {one} và bởi {other} (dưới tên {path})",
    ),
    "write.inside": (
        "of {one} would be inside {path}, which {other} writes",
        "của {one} sẽ nằm trong {path}, nơi {other} ghi vào",
    ),
    "write.too_many_edges": (
        "would have {edges} edges; at most {most} can be drawn",
        "sẽ có {edges} cạnh; chỉ vẽ được nhiều nhất {most} cạnh",
    ),
    "write.no_format": ("is not a known format", "không phải định dạng đã biết"),
    "write.no_picture": ("is not a supported picture format", "không phải loại ảnh vẽ được"),
    "write.own_graph": (
        "contains a graph of your own, which the demo would overwrite",
        "đã có đồ thị của riêng bạn, bản mẫu sẽ ghi đè lên",
    ),
    "do.other_format": ("choose another format", "chọn định dạng khác"),
    "do.choose": ("choose from {names}", "chọn trong {names}"),
    "do.check_space": (
        "check the folder, and the free space on the disk",
        "kiểm tra thư mục và chỗ trống trên đĩa",
    ),
    "do.close_file": (
        "close the program that has the file open, such as Excel",
        "đóng chương trình đang mở tệp này, ví dụ Excel",
    ),
    "do.move_or_output": (
        "move it away, or choose another folder with --output",
        "chuyển đi nơi khác, hoặc chọn thư mục khác bằng --output",
    ),
    "do.output": ("choose another folder with --output", "chọn thư mục khác bằng --output"),
    "do.output_or_store": (
        "choose another folder with --output, or another store with --store",
        "chọn thư mục khác bằng --output, hoặc kho khác bằng --store",
    ),
    "do.save": ("choose another file with --save", "chọn tệp khác bằng --save"),
    "do.move_or_save": (
        "move it away, or choose another file with --save",
        "chuyển đi nơi khác, hoặc chọn tệp khác bằng --save",
    ),
    "do.take_less": (
        "take less with --top or --edges, or all as tables with --format csv",
        "lấy ít hơn bằng --top hoặc --edges, hoặc lấy hết dưới dạng bảng bằng --format csv",
    ),
    "do.picture": ("use a name that ends in .svg or .png", "đặt tên kết thúc bằng .svg hoặc .png"),
    # What is missing
    "need.package": ("needs {library}, which is not installed", "cần {library}, hiện chưa cài đặt"),
    "table.no_answer": ("is not the answer of a query", "không phải là kết quả của một truy vấn"),
    "do.answers": (
        "pass what cited_by, documents, related or another query returned",
        "truyền kết quả của cited_by, documents, related hoặc truy vấn khác",
    ),
    "need.paths": ("has nothing to watch", "không có gì để theo dõi"),
    "do.install": ("install it with {command}", "cài đặt bằng {command}"),
    "do.existing_paths": ("pass existing files or folders", "chọn tệp hoặc thư mục đang có"),
}
