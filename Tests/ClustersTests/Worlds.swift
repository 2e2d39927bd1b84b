import Tensors

/// Gaussian groups in the plane of features, and the group of every source.
func groups(
  _ centres: [[Float]], each count: Int, spread: Double, seed: UInt64
) -> (x: Tensor, truth: [Int]) {
  var random = RandomNumbers(seed: seed)
  var (values, truth) = ([Float](), [Int]())
  for index in 0..<count * centres.count {
    let group = index % centres.count
    truth.append(group)
    for feature in centres[group] { values.append(feature + Float(spread * random.normal())) }
  }
  return (Tensor(values, shape: [truth.count, centres[0].count]), truth)
}

/// Standard normal numbers.
func noise(_ shape: [Int], seed: UInt64) -> Tensor {
  var random = RandomNumbers(seed: seed)
  return Tensor((0..<shape.reduce(1, *)).map { _ in Float(random.normal()) }, shape: shape)
}

/// The rows of a tensor in another order.
func rows(_ order: [Int], of x: Tensor) -> Tensor {
  let (values, width) = (x.values, x.shape[1])
  return Tensor(
    order.flatMap { values[$0 * width..<($0 + 1) * width] }, shape: [order.count, width])
}

/// What an operation throws, in the words a user sees.
func message(of body: () throws -> Void) -> String? {
  do {
    try body()
    return nil
  } catch {
    return "\(error)"
  }
}
