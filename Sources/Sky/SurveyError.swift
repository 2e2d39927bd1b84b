/// What went wrong with frames, catalogs or cutouts, as one sentence that says what to do.
public struct SurveyError: Error, Sendable, Equatable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) {
    self.description = description
  }
}
