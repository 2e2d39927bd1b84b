internal import CMappings

/// The memory that may be used: as much as there is, unless a shell (`ulimit`) or `--memory` says less.
///
/// The system keeps it: what is allocated beyond is refused, and ends in a sentence.
public enum MemoryLimit {
  /// The least that is worth beginning with, in bytes.
  public static let least = 1 << 30

  /// Bounds what this process, and each that it starts, may allocate; files that are only looked at (mapped) do
  /// not count.
  public static func keep(_ bytes: Int) throws(FileError) {
    guard bytes >= least, memoryKeep(bytes) == 0 else {
      throw FileError("cannot keep to \(bytes) bytes of memory: the system refuses such a limit")
    }
  }

  /// From now on a refused allocation ends in a sentence.
  public static func watch() { memoryWatch() }

  /// Ends the program in a sentence: so many bytes were asked for and refused; 0 where that is not known.
  public static func refused(bytes: Int = 0) -> Never { memoryRefused(bytes) }

  /// Ends the program in a sentence where a product of matrices would find no work space.
  public static func requireWorkSpace() { memoryRequireWorkSpace() }
}
