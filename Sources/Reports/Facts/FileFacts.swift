internal import Console
internal import FITS
internal import Files
internal import Foundation
internal import Networks
package import Pipelines

/// What a file or folder is and what it holds, as names and values for a person, and as data.
package struct FileFacts: Encodable {
  package typealias Fact = Origin.Entry

  /// What is found in one kind of file.
  package typealias Found = (kind: String, facts: [Fact], data: [String: Datum])

  package let file: String
  /// What it is, in a few words.
  package let kind: String
  package private(set) var facts: [Fact] = []
  /// The same as numbers, lists and texts, for other programs.
  package private(set) var data: [String: Datum] = [:]

  private enum CodingKeys: CodingKey { case file, kind, data }

  /// What a network is made of, for a person.
  package private(set) var layers: [String] = []

  /// - Parameter withLayers: whether models tell theirs.
  package init(of path: String, withLayers: Bool = false) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw CommandFailure("cannot tell what \(path) is: there is no such file or folder")
    }
    let found: Found
    if isFolder.boolValue {
      found = try FolderFacts.facts(of: path)
    } else {
      switch try FileKind(of: path) {
      case .fits: found = try FITSFacts.facts(of: path)
      case .safetensors: found = try ModelFacts.facts(of: path)
      case .picture:
        let origin = try Origin.entries(of: path)
        found = ("figure", origin, origin.asTexts)
      case .json: found = try EvaluationFacts.facts(of: path)
      case .digits(let shape):
        found = ("MNIST-like digits (IDX)", [Fact("axes", "\(shape)")], ["axes": .wholes(shape)])
      case .pipeline: found = try PipelineFacts.facts(of: path)
      case .votable: found = try VOTableFacts.facts(of: path)
      case .regions: found = try RegionFacts.facts(of: path)
      case .csv: found = try CatalogFacts.facts(of: path)
      case .other(let kind):
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber
        let bytes = size?.intValue ?? 0
        let origin = try Origin.entries(of: path)
        found = (
          kind, [Fact("size", "\(bytes) bytes")] + origin,
          origin.asTexts.merging(["bytes": .whole(bytes)]) { _, own in own }
        )
      case .unknown:
        throw CommandFailure(
          "cannot tell what \(path) is: neither FITS nor any other kind of file that this program "
            + "reads or writes")
      }
    }
    (file, kind, facts, data) = (path, found.kind, found.facts, found.data)
    if withLayers, kind.hasSuffix("(safetensors)") {
      let metadata = try ModelFile.metadata(of: path)
      layers = LayerFacts.lines(of: metadata)
      data.merge(LayerFacts.data(of: metadata)) { own, _ in own }
    }
  }

  package var lines: [String] {
    let width = max(9, facts.map(\.name.count).max() ?? 0) + 1
    return ["\(VisibleText.plain(file)): \(kind)"]
      + facts.map { fact in
        "  " + fact.name.padding(toLength: width, withPad: " ", startingAt: 0)
          + VisibleText.plain(fact.value)
      } + (layers.isEmpty ? [] : [""] + layers)
  }
}
