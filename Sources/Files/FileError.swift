/// What went wrong with a file, as one sentence that names the file and says what to do.
public struct FileError: Error, Sendable, Equatable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) {
    self.description = description
  }
}
