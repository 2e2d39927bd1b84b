/// What went wrong while grouping or judging, as one sentence that says what to do.
public struct ClustersError: Error, Sendable, Equatable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) {
    self.description = description
  }
}
