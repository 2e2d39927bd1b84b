/// A file or folder that a command reads or writes, and what it is to that command.
///
/// Commands declare theirs as values; dry runs, stamps, the run's manifest, provenance, the ledger of
/// labels and the report are views of that declaration.
public struct Artifact: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// Survey frames, one image a band, or folders of them.
    case frames
    /// Small pictures with labels beside them: MNIST, CIFAR-10.
    case pictures
    /// Where sources lie on the sky; no class is read.
    case positions
    /// Classes of sources or pictures.
    case labels
    case cutouts, model, checkpoint, codes, scores
    /// Codes of artificial stars, whose class is known without a label.
    case artificialStars = "artificial stars"
    case evaluation
    /// Maps that tell the class of every pixel of whole frames, a folder of them or one; and how they were judged.
    case maps
    case mapScores = "map scores"
    /// What learning from labels reached, by their number.
    case learning
    case metrics, table, figure, report, run, pipeline
    /// What no command told more of: files of versions before 0.2, and files of any kind.
    case file
  }

  public var kind: Kind
  public var path: String

  public init(_ kind: Kind, _ path: String) {
    (self.kind, self.path) = (kind, path)
  }

  private enum CodingKeys: String, CodingKey { case kind, path }

  /// Also reads the bare paths that models of version 0.1 hold.
  public init(from decoder: any Decoder) throws {
    if let path = try? decoder.singleValueContainer().decode(String.self) {
      self.init(.file, path)
      return
    }
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let kind = try values.decode(String.self, forKey: .kind)
    self.init(Kind(rawValue: kind) ?? .file, try values.decode(String.self, forKey: .path))
  }
}

extension Artifact: ExpressibleByStringLiteral {
  public init(stringLiteral path: String) { self.init(.file, path) }
}

extension [Artifact] {
  public var paths: [String] { map(\.path) }

  public func first(_ kind: Artifact.Kind) -> String? { first { $0.kind == kind }?.path }
}
