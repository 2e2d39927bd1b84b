internal import CMappings
internal import Foundation

/// A file seen as memory, read-only: a small one is copied, a large one paged in by the system as it is looked at.
///
/// A copy stays what it was whatever becomes of the file. Where a large one is cut short while it is read, the
/// program ends with a sentence that names it.
public final class MappedFile: @unchecked Sendable {
  /// The most bytes that are copied.
  static let mostCopied = 4 << 20

  public let path: String
  /// The content; valid as long as this object lives, so keep it in a variable beyond the last use.
  public let bytes: UnsafeRawBufferPointer
  private let isCopy: Bool

  public init(_ path: String) throws(FileError) {
    self.path = path
    // Without O_NONBLOCK, a pipe would wait for a writer that may never come.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Self.failure(path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.failure(path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      throw FileError("cannot read \(path): it is \(isFolder ? "a folder" : "no regular file")")
    }
    let size = Int(status.st_size)
    isCopy = size <= Self.mostCopied
    guard size > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard !isCopy else {
      bytes = try Self.copy(descriptor, size, path)
      return
    }
    guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED
    else { throw Self.failure(path) }
    bytes = UnsafeRawBufferPointer(start: start, count: size)
    mappingsEnter(start, size, path)
  }

  /// Lets go of the pages that lie wholly in a part.
  func release(_ part: UnsafeRawBufferPointer) {
    guard !isCopy, let start = part.baseAddress else { return }
    let page = Int(getpagesize())
    let (first, end) = (Int(bitPattern: start), Int(bitPattern: start) + part.count)
    let (low, high) = ((first + page - 1) / page * page, end / page * page)
    guard low < high else { return }
    // What the system keeps all the same does no harm.
    madvise(UnsafeMutableRawPointer(bitPattern: low), high - low, MADV_DONTNEED)
  }

  deinit {
    guard let start = bytes.baseAddress else { return }
    if isCopy { return free(UnsafeMutableRawPointer(mutating: start)) }
    mappingsLeave(start)
    munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
  }

  private static func copy(
    _ descriptor: Int32, _ size: Int, _ path: String
  ) throws(FileError) -> UnsafeRawBufferPointer {
    guard let memory = malloc(size) else {
      throw FileError("cannot read \(path): there is no memory for its \(size) bytes")
    }
    var done = 0
    while done < size {
      let count = read(descriptor, memory + done, size - done)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let error =
          count < 0
          ? failure(path)
          : FileError(
            "cannot read \(path): it was cut short while it was read (\(done) of \(size) bytes); run the same "
              + "command again when no other program writes it")
        free(memory)
        throw error
      }
      done += count
    }
    return UnsafeRawBufferPointer(start: memory, count: size)
  }

  private static func failure(_ path: String) -> FileError {
    FileError("cannot read \(path): \(String(cString: strerror(errno)))")
  }
}
