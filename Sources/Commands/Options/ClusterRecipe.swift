internal import Clusters
internal import FITS
internal import StarGalaxy

/// How a table's clusters were made, kept in its header so that others can be judged by the same.
struct ClusterRecipe {
  let classifier: ClusterClassifier

  init(_ classifier: ClusterClassifier) { self.classifier = classifier }

  private enum Key {
    static let (method, scaling, clusters) = ("CLMETHOD", "CLSCALE", "CLCOUNT")
    static let (runs, seed, orientation) = ("CLRUNS", "CLSEED", "CLORIENT")
  }

  /// Nil of a table that an earlier version wrote.
  init?(of header: Header) {
    guard let method = header.string(Key.method).flatMap(GroupingMethod.init(rawValue:)),
      let scaling = header.string(Key.scaling).flatMap(CodeScaling.init(rawValue:)),
      let form = header.string(Key.orientation).flatMap(ClusterOrientation.Form.init(rawValue:)),
      let clusters = header.int(Key.clusters), let runs = header.int(Key.runs),
      let seed = header.int(Key.seed), seed >= 0, (1...100_000).contains(clusters),
      (1...1000).contains(runs)
    else { return nil }
    classifier = ClusterClassifier(
      method: method, scaling: scaling, clusters: clusters, runs: runs, seed: UInt64(seed),
      orientation: ClusterOrientation(form: form))
  }

  func write(to header: inout Header) {
    header.set(Key.method, .string(classifier.method.rawValue), comment: "how codes are grouped")
    header.set(Key.scaling, .string(classifier.scaling.rawValue), comment: "of the codes")
    header.set(Key.clusters, .int(classifier.clusters), comment: "clusters asked for")
    header.set(Key.runs, .int(classifier.runs), comment: "times of clustering")
    header.set(
      Key.seed, .int(Int(clamping: classifier.seed)), comment: "seed of the first run")
    header.set(
      Key.orientation, .string(classifier.orientation.form.rawValue),
      comment: "how clusters are placed")
  }
}
