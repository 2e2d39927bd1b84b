internal import CXGBoost
internal import Foundation
public import Tensors

/// Trees that each mend what those before them got wrong, by the XGBoost library (Chen & Guestrin
/// 2016, arXiv:1603.02754): softmax over the classes, histograms of the features.
public struct BoostedTrees: Sendable, Equatable {
  /// Trees a class.
  public var rounds = 100
  public var depth = 4
  public var learningRate = 0.2
  /// The share of the sources that a tree sees, and of the features.
  public var subsample = 0.8
  public var featureShare = 0.8
  /// The price λ on the squares of the leaves' values.
  public var l2 = 1.0
  /// The least weight of the sources in a leaf, as the second derivative of their loss.
  public var leastChild = 1.0
  public var seed: UInt64 = 1

  public init() {}

  /// Small steps and a price on leaves, for classes that overlap.
  public static let gentle: BoostedTrees = {
    var trees = BoostedTrees()
    trees.learningRate = 0.08
    trees.featureShare = 0.5
    trees.l2 = 5
    trees.leastChild = 8
    return trees
  }()

  /// Learns from codes `[source, feature]` and their classes, counted from 0.
  ///
  /// On one thread, since sums over several would round differently with their number.
  ///
  /// - Parameter weights: how much every source counts; all alike if nil.
  public func fit(
    _ x: Tensor, classes: [Int], of count: Int, weights: [Float]? = nil
  ) throws(ClustersError) -> Model {
    let purpose = "boost trees"
    try requireClasses(classes, of: x, count: count, to: purpose)
    let data = try BoosterRows(x)
    let labels = classes.map(Float.init)
    try Self.call("XGDMatrixSetFloatInfo") {
      XGDMatrixSetFloatInfo(data.handle, "label", labels, bst_ulong(labels.count))
    }
    if let weights {
      precondition(weights.count == x.shape[0], "\(weights.count) weights for \(x.shape[0]) rows")
      try Self.call("XGDMatrixSetFloatInfo") {
        XGDMatrixSetFloatInfo(data.handle, "weight", weights, bst_ulong(weights.count))
      }
    }
    let booster = try Booster(of: data)
    // Of very few features no tree can do without one.
    let share = x.shape[1] < 5 ? 1 : featureShare
    let settings = [
      ("objective", "multi:softprob"), ("num_class", "\(count)"), ("tree_method", "hist"),
      ("max_depth", "\(depth)"), ("eta", "\(learningRate)"), ("subsample", "\(subsample)"),
      ("colsample_bytree", "\(share)"), ("lambda", "\(l2)"),
      ("min_child_weight", "\(leastChild)"), ("nthread", "1"),
      ("seed", "\(seed & 0x7FFF_FFFF)"), ("verbosity", "0"),
    ]
    for (name, value) in settings {
      try Self.call("XGBoosterSetParam") { XGBoosterSetParam(booster.handle, name, value) }
    }
    for round in 0..<rounds {
      try Self.call("XGBoosterUpdateOneIter") {
        XGBoosterUpdateOneIter(booster.handle, Int32(round), data.handle)
      }
    }
    return Model(booster, features: x.shape[1], classes: count)
  }

  /// Trees that have learned.
  public final class Model: LabelModel, @unchecked Sendable {
    private let booster: Booster
    private let features, classes: Int
    /// The library keeps what it predicts with the booster.
    private let lock = NSLock()

    fileprivate init(_ booster: Booster, features: Int, classes: Int) {
      (self.booster, self.features, self.classes) = (booster, features, classes)
    }

    public func probabilities(
      _ x: Tensor, workers: Workers = .all
    ) throws(ClustersError) -> Tensor {
      try x.requireRows(to: "ask the trees", width: features)
      let rows = try BoosterRows(x)
      lock.lock()
      defer { lock.unlock() }
      var shape: UnsafePointer<bst_ulong>?
      var axes: bst_ulong = 0
      var result: UnsafePointer<Float>?
      let wish =
        #"{"type": 0, "training": false, "iteration_begin": 0, "iteration_end": 0, "strict_shape": true}"#
      try BoostedTrees.call("XGBoosterPredictFromDMatrix") {
        XGBoosterPredictFromDMatrix(booster.handle, rows.handle, wish, &shape, &axes, &result)
      }
      guard let result, let shape, axes == 2, shape[0] == x.shape[0], shape[1] == classes else {
        throw ClustersError("cannot ask the trees: XGBoost's answer is of another size")
      }
      let count = x.shape[0] * classes
      return Tensor(
        UnsafeBufferPointer(start: result, count: count), shape: [x.shape[0], classes])
    }
  }

  /// Calls the library and turns its status into a sentence.
  fileprivate static func call(_ name: String, _ body: () -> Int32) throws(ClustersError) {
    guard body() != 0 else { return }
    let said = XGBGetLastError().map { String(cString: $0) } ?? ""
    let first = said.split(separator: "\n").first.map(String.init) ?? "no reason given"
    throw ClustersError("cannot boost trees: \(first) (XGBoost, \(name))")
  }
}

/// XGBoost's copy of some rows.
private final class BoosterRows {
  let handle: DMatrixHandle

  init(_ x: Tensor) throws(ClustersError) {
    var made: DMatrixHandle?
    try BoostedTrees.call("XGDMatrixCreateFromMat_omp") {
      x.withUnsafeValues {
        XGDMatrixCreateFromMat_omp(
          $0.baseAddress, bst_ulong(x.shape[0]), bst_ulong(x.shape[1]), .nan, &made, 1)
      }
    }
    guard let made else { throw ClustersError("cannot boost trees: XGBoost made no matrix") }
    handle = made
  }

  deinit { XGDMatrixFree(handle) }
}

/// XGBoost's trees.
private final class Booster {
  let handle: BoosterHandle

  init(of rows: BoosterRows) throws(ClustersError) {
    var made: BoosterHandle?
    var matrices: [DMatrixHandle?] = [rows.handle]
    try BoostedTrees.call("XGBoosterCreate") { XGBoosterCreate(&matrices, 1, &made) }
    guard let made else { throw ClustersError("cannot boost trees: XGBoost made no booster") }
    handle = made
  }

  deinit { XGBoosterFree(handle) }
}
