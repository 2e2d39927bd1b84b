/// What went wrong with a network, its training or its file, as one sentence that says what to do.
public struct NetworkError: Error, Sendable, Equatable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) {
    self.description = description
  }
}
