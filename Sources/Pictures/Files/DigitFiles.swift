internal import Foundation
internal import Sky

/// The names of the MNIST files.
public enum DigitFiles: String, Sendable, CaseIterable {
  case training = "train"
  case test = "t10k"

  /// "train-images-idx3-ubyte"
  public var imagesName: String { "\(rawValue)-images-idx3-ubyte" }

  /// "train-labels-idx1-ubyte"
  public var labelsName: String { "\(rawValue)-labels-idx1-ubyte" }

  public func images(in folder: String) throws -> Digits {
    try Digits(reading: Self.path(imagesName, in: folder))
  }

  public func labels(in folder: String) throws -> DigitLabels {
    try DigitLabels(reading: Self.path(labelsName, in: folder))
  }

  /// The file of that name, plain or gzipped.
  private static func path(_ name: String, in folder: String) throws(SurveyError) -> String {
    let candidates = [name, "\(name).gz"].map { "\(folder)/\($0)" }
    guard let path = candidates.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
      throw SurveyError(
        "the folder \(folder) has neither \(name) nor \(name).gz; "
          + "fetch them with galaxy-aep download mnist")
    }
    return path
  }
}
