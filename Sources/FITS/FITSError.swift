public import Files

/// What went wrong with a FITS file, as one sentence that names the file and the part of it.
public struct FITSError: Error, Sendable, Equatable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) {
    self.description = description
  }

  public init(_ error: FileError) {
    description = error.description
  }
}
