/// Why labels cannot teach, as one sentence that says what to do.
public struct TeachingError: Error, Sendable, Equatable, CustomStringConvertible {
  public let description: String

  init(_ description: String) {
    self.description = description
  }
}
