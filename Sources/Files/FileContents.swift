internal import Foundation

/// The whole content of a file, decompressed if it was compressed; immutable.
///
/// A plain file is memory-mapped and costs no memory until it is looked at.
public final class FileContents: @unchecked Sendable {
  public let path: String
  /// The content; valid as long as this object lives, so keep it in a variable beyond the last use.
  public let bytes: UnsafeRawBufferPointer
  /// What is not as it should be, though all of the content is there.
  public let remarks: [FileRemark]
  /// What the bytes belong to: a mapping, or nil where this object frees them itself.
  private let mapping: MappedFile?

  init(mapping: MappedFile) {
    path = mapping.path
    bytes = mapping.bytes
    remarks = []
    self.mapping = mapping
  }

  /// Takes over memory that came from `malloc`.
  init(path: String, owning unfolded: Decompression.Unfolded) {
    self.path = path
    bytes = UnsafeRawBufferPointer(unfolded.memory)
    remarks = unfolded.remark.map { [FileRemark(path: path, $0)] } ?? []
    mapping = nil
  }

  /// Whether the bytes are those on disk, so that offsets into them are offsets into the file.
  public var isMapped: Bool { mapping != nil }

  /// Lets go of bytes that have been looked at: the system may have their memory, and gets them again from the file where
  /// they are looked at once more.
  public func release(_ part: UnsafeRawBufferPointer) { mapping?.release(part) }

  deinit {
    if mapping == nil { free(UnsafeMutableRawPointer(mutating: bytes.baseAddress)) }
  }
}
