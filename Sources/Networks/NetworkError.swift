/// Why a network cannot be built, fed or restored: one sentence.
public struct NetworkError: Error, Sendable, Equatable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) {
    self.description = description
  }
}
