/// Something about a file that was read which its user should know: it is not as it should be, though all
/// that is wanted of it is there.
///
/// Whoever reads a file hands them upward; a command shows them, each once.
public struct FileRemark: Sendable, Hashable, CustomStringConvertible {
  public let path: String
  /// Without the file: "its last block has 740 bytes of 2880".
  public let text: String

  public init(path: String, _ text: String) {
    self.path = path
    self.text = text
  }

  public var description: String { "\(path): \(text)" }
}
