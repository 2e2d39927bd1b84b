internal import Files

/// What went wrong with a figure, as one sentence that names the file and says what to do.
public struct ChartError: Error, Sendable, Equatable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) {
    self.description = description
  }

  init(_ error: FileError) {
    description = error.description
  }
}
