"""What is wrong with a store, a cluster or its dataset, and what to do."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "store.none": ("no store found", "không có kho dữ liệu"),
    "store.is_folder": ("is a folder, not a store", "là thư mục, không phải kho dữ liệu"),
    "store.foreign": ("is not a citegraph store", "không phải kho dữ liệu của citegraph"),
    "store.no_database": ("is not a SQLite database", "không phải cơ sở dữ liệu SQLite"),
    "store.irregular": ("is not a regular file", "không phải tệp thông thường"),
    "store.damaged": ("is damaged", "bị hỏng"),
    "store.no_mark": (
        "has the name of the store's lock file, but is damaged or was not made by citegraph",
        "trùng tên với tệp khóa của kho nhưng bị hỏng hoặc không do citegraph tạo",
    ),
    "store.does_not_fit": ("does not fit into the store", "không đưa được vào kho dữ liệu"),
    "store.disk_full": ("the disk is full", "đĩa đã đầy"),
    "store.disk_error": ("cannot be read or written", "không đọc hoặc ghi được"),
    "store.read_only": ("is read-only", "chỉ cho phép đọc"),
    "store.cannot_open": ("cannot be opened", "không mở được"),
    "store.cannot_make": ("cannot be created or opened: {why}", "không tạo hoặc không mở được: {why}"),
    "store.busy": ("is in use by another program", "đang được chương trình khác dùng"),
    "store.being_written": ("is being written by {holder}", "đang được {holder} ghi"),
    "store.holder": (
        "process {process} on {host} since {since}",
        "tiến trình {process} trên máy {host} từ {since}",
    ),
    "store.another_process": ("another process", "tiến trình khác"),
    "store.newer": (
        "was made by a newer citegraph (schema {found}; this version reads {known})",
        "được tạo bởi citegraph mới hơn (lược đồ {found}; bản này đọc {known})",
    ),
    "store.older": (
        "was made by an older citegraph (schema {found}; this version reads {known})",
        "được tạo bởi citegraph cũ hơn (lược đồ {found}; bản này đọc {known})",
    ),
    "store.filled": ("already contains reports", "đã có báo cáo"),
    "do.store_make": (
        "create one with 'citegraph build', or pass one with --store",
        "tạo bằng 'citegraph build', hoặc chỉ ra bằng --store",
    ),
    "do.store_in_folder": ("pass the file in it, such as {file}", "chỉ ra tệp trong đó, chẳng hạn {file}"),
    "do.store_file": ("pass another file with --store", "chỉ ra tệp khác bằng --store"),
    "do.store_place": ("pass another location with --store", "chỉ ra nơi khác bằng --store"),
    "do.store_new": ("pass a new file with --store", "chỉ ra tệp mới bằng --store"),
    "do.store_rebuild": ("move it away and build it again", "chuyển đi nơi khác rồi tạo lại"),
    "do.move_and_run": ("move it away and run again", "chuyển đi nơi khác rồi chạy lại"),
    "do.build_or_skip": (
        "build again; if this repeats, skip the file",
        "tạo lại; nếu vẫn báo như vậy thì bỏ qua tệp này",
    ),
    "do.free_space": (
        "free some space and run again; what has been read is kept",
        "dọn chỗ trống rồi chạy lại; phần đã đọc được giữ lại",
    ),
    "do.check_disk_and_run": (
        "check the disk and run again; what has been read is kept",
        "kiểm tra đĩa rồi chạy lại; phần đã đọc được giữ lại",
    ),
    "do.store_permissions": (
        "check the permissions, or pass another location with --store",
        "kiểm tra quyền ghi, hoặc chỉ ra nơi khác bằng --store",
    ),
    "do.store_check": (
        "check that it is a file in a writable folder",
        "kiểm tra xem đó có phải là tệp và thư mục có cho ghi không",
    ),
    "do.close_program": ("close that program and try again", "đóng chương trình đó rồi thử lại"),
    "do.wait_or_store": (
        "wait until it has finished, or pass another store with --store",
        "đợi cho xong, hoặc chỉ ra kho khác bằng --store",
    ),
    "do.upgrade": ("upgrade citegraph, or build another store", "cập nhật citegraph, hoặc tạo kho khác"),
    # A cluster
    "cluster.too_long": ("is longer than {mb} MB", "dài hơn {mb} MB"),
    "cluster.nothing": ("does not exist", "không tồn tại"),
    "cluster.exists": ("already exists", "đã có sẵn"),
    "cluster.no_pyspark": ("PySpark is not installed", "chưa cài PySpark"),
    "cluster.no_java": ("Java is not installed", "chưa cài Java"),
    "cluster.unreachable": ("cannot be reached ({why})", "không kết nối được ({why})"),
    "cluster.failed": ("the job failed: {why}", "tác vụ bị lỗi: {why}"),
    "dataset.incomplete": ("is not a complete dataset", "không phải bộ dữ liệu hoàn chỉnh"),
    "dataset.other_version": (
        "is a dataset of version {found}; this citegraph reads version {known}",
        "là bộ dữ liệu phiên bản {found}; bản citegraph này đọc phiên bản {known}",
    ),
    "do.split_or_table": (
        "split the file, or pass it as a table (.jsonl)",
        "chia nhỏ, hoặc chuyển thành bảng (.jsonl)",
    ),
    "do.new_folder": ("pass a new folder, or remove this one", "chọn thư mục mới, hoặc xóa thư mục này"),
    "do.install_java": ("install Java 17 or later, or set JAVA_HOME", "cài Java 17 trở lên, hoặc đặt JAVA_HOME"),
    "do.check_cluster": (
        "check the address, and that the cluster is running",
        "kiểm tra địa chỉ và xem cụm máy có đang chạy không",
    ),
    "do.see_executor_log": ("see the log of its executors", "xem nhật ký của các tiến trình trên cụm máy"),
    "do.dataset_folder": (
        "pass the folder that 'citegraph cluster' wrote, after it has finished",
        "chọn thư mục mà 'citegraph cluster' đã ghi, sau khi lệnh đó chạy xong",
    ),
    "do.dataset_again": ("write it again with the same citegraph", "ghi lại bằng cùng một bản citegraph"),
}
