import Foundation
import Networks
import Tensors

/// The layers written down as they are defined, in double precision and one number at a time: what
/// the engine is tested by.
struct ReferenceNetwork {
  var architecture: Architecture
  /// The weights by name, in the layouts of `Parameter`.
  var weights: [String: [Double]]

  init(_ model: Autoencoder) {
    architecture = model.architecture
    weights = Dictionary(
      uniqueKeysWithValues: model.parameters.map { ($0.name, $0.values.values.map(Double.init)) })
  }

  /// A batch of images, `[y][x][channel]` each.
  struct Batch {
    var shape: [Int]
    var images: [[Double]]
  }

  /// The mean loss in training mode.
  func loss(_ input: Batch, weighting: [[Double]]? = nil) -> Double {
    let output = decode(encode(input))
    var sum = 0.0
    var mass = 0.0
    let channels = architecture.inputShape[2]
    for (index, (y, x)) in zip(output.images, input.images).enumerated() {
      switch architecture.loss {
      case .meanSquaredError, .binaryCrossEntropy:
        for i in x.indices {
          let weight = weighting?[index][i] ?? 1
          mass += weight
          if architecture.loss == .meanSquaredError {
            sum += weight * (y[i] - x[i]) * (y[i] - x[i])
          } else {
            sum += weight * (log1p(exp(-abs(y[i]))) + max(y[i], 0) - y[i] * x[i])
          }
        }
      case .softmaxCrossEntropy:
        for start in stride(from: 0, to: x.count, by: channels) {
          let logits = y[start..<start + channels]
          let partition = log(logits.reduce(0) { $0 + exp($1) })
          sum += zip(logits, x[start..<start + channels])
            .reduce(0) { $0 + $1.1 * (partition - $1.0) }
          mass += 1
        }
      }
    }
    return sum / mass
  }

  func encode(_ input: Batch) -> Batch { run(architecture.encoder, "encoder", input) }
  func decode(_ code: Batch) -> Batch { run(architecture.decoder, "decoder", code) }

  private func run(_ layers: [Layer], _ part: String, _ input: Batch) -> Batch {
    var batch = input
    for (index, layer) in layers.enumerated() {
      let name = "\(part).\(index)"
      let bias = weights["\(name).bias"]
      switch layer {
      case .convolution(let channels, let kernel, let stride, let phase):
        batch = convolve(
          batch, weights["\(name).weights"] ?? [], bias, channels, kernel, stride, phase ?? 0)
      case .transposedConvolution(let channels, let kernel, let stride, let phase):
        batch = transposedConvolve(
          batch, weights["\(name).weights"] ?? [], bias, channels, kernel, stride, phase ?? 0)
      case .dense(let units):
        let w = weights["\(name).weights"] ?? []
        batch = Batch(shape: [units], images: batch.images.map { multiply($0, w, bias, units) })
      case .batchNormalisation:
        batch = normalise(batch, weights["\(name).scale"] ?? [], weights["\(name).shift"] ?? [])
      case .relu: batch.images = batch.images.map { $0.map { max(0, $0) } }
      case .leakyRelu(let slope):
        batch.images = batch.images.map { $0.map { $0 > 0 ? $0 : Double(slope) * $0 } }
      case .sigmoid: batch.images = batch.images.map { $0.map { 1 / (1 + exp(-$0)) } }
      case .tanh: batch.images = batch.images.map { $0.map { Foundation.tanh($0) } }
      case .dropout: break
      case .reshape(let shape): batch.shape = shape
      case .from, .add, .concatenate: preconditionFailure("the reference is a chain")
      }
    }
    return batch
  }

  private func multiply(
    _ x: [Double], _ w: [Double], _ bias: [Double]?, _ units: Int
  ) -> [Double] {
    var out = bias ?? [Double](repeating: 0, count: units)
    for (input, value) in x.enumerated() {
      for unit in 0..<units { out[unit] += value * w[input * units + unit] }
    }
    return out
  }

  private func convolve(
    _ batch: Batch, _ w: [Double], _ bias: [Double]?, _ channels: Int, _ kernel: Int, _ stride: Int,
    _ phase: Int
  ) -> Batch {
    let (h, v, c) = (batch.shape[0], batch.shape[1], batch.shape[2])
    let (rows, columns) = ((h + stride - 1) / stride, (v + stride - 1) / stride)
    return Batch(
      shape: [rows, columns, channels],
      images: batch.images.map { x in
        var out = [Double](repeating: 0, count: rows * columns * channels)
        for r in 0..<rows {
          for s in 0..<columns {
            for n in 0..<channels {
              var sum = bias?[n] ?? 0
              for ky in 0..<kernel {
                for kx in 0..<kernel {
                  let (y, z) = (
                    r * stride + phase + ky - kernel / 2, s * stride + phase + kx - kernel / 2
                  )
                  guard (0..<h).contains(y), (0..<v).contains(z) else { continue }
                  for m in 0..<c {
                    sum += x[(y * v + z) * c + m] * w[((ky * kernel + kx) * c + m) * channels + n]
                  }
                }
              }
              out[(r * columns + s) * channels + n] = sum
            }
          }
        }
        return out
      })
  }

  private func transposedConvolve(
    _ batch: Batch, _ w: [Double], _ bias: [Double]?, _ channels: Int, _ kernel: Int, _ stride: Int,
    _ phase: Int
  ) -> Batch {
    let (h, v, c) = (batch.shape[0], batch.shape[1], batch.shape[2])
    let (rows, columns) = (h * stride, v * stride)
    return Batch(
      shape: [rows, columns, channels],
      images: batch.images.map { x in
        var out = (0..<rows * columns).flatMap { _ in
          bias ?? [Double](repeating: 0, count: channels)
        }
        for r in 0..<h {
          for s in 0..<v {
            for ky in 0..<kernel {
              for kx in 0..<kernel {
                let (y, z) = (
                  r * stride + phase + ky - kernel / 2, s * stride + phase + kx - kernel / 2
                )
                guard (0..<rows).contains(y), (0..<columns).contains(z) else { continue }
                for m in 0..<c {
                  for n in 0..<channels {
                    out[(y * columns + z) * channels + n] +=
                      x[(r * v + s) * c + m] * w[((ky * kernel + kx) * channels + n) * c + m]
                  }
                }
              }
            }
          }
        }
        return out
      })
  }

  private func normalise(_ batch: Batch, _ scale: [Double], _ shift: [Double]) -> Batch {
    var batch = batch
    let channels = scale.count
    for channel in 0..<channels {
      let places = stride(from: channel, to: batch.images[0].count, by: channels)
      let values = batch.images.flatMap { image in places.map { image[$0] } }
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
      for image in batch.images.indices {
        for place in places {
          batch.images[image][place] =
            (batch.images[image][place] - mean) / (variance + 1e-5).squareRoot() * scale[channel]
            + shift[channel]
        }
      }
    }
    return batch
  }
}
