internal import Foundation

/// Logits made probabilities.
enum Probabilities {
  static func sigmoid(_ values: UnsafeMutableBufferPointer<Float>) {
    for index in values.indices { values[index] = 1 / (1 + exp(-values[index])) }
  }

  /// Along rows of `channels` values.
  static func softmax(_ values: UnsafeMutableBufferPointer<Float>, channels: Int) {
    for start in stride(from: 0, to: values.count, by: channels) {
      let row = start..<start + channels
      let largest = values[row].max() ?? 0
      var sum: Float = 0
      for index in row {
        let value = exp(values[index] - largest)
        values[index] = value
        sum += value
      }
      for index in row { values[index] /= sum }
    }
  }
}
