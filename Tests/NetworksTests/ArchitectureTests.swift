import Foundation
import Networks
import Testing

@Suite struct ArchitectureTests {
  @Test func knowsItsCode() {
    #expect(Architecture.aep().codeCount == 30)
    #expect(Architecture.aep(bands: 1, size: 32, code: 8).codeCount == 8)
    #expect(Architecture.mnist().codeCount == 32)
  }

  @Test(arguments: [Architecture.aep(), .mnist(), .aep(grid: .centred)])
  func survivesJSON(architecture: Architecture) throws {
    try architecture.validate()
    let data = try JSONEncoder().encode(architecture)
    #expect(try JSONDecoder().decode(Architecture.self, from: data) == architecture)
  }

  /// Around the centre lie cells of an even number only by a phase, and files of networks without one do not speak of it.
  @Test func fourCellsMeetAtTheCentre() throws {
    for size in stride(from: 8, through: 80, by: 8) {
      let corner = Architecture.aep(size: size)
      let centred = Architecture.aep(size: size, grid: .centred)
      try centred.validate()
      #expect((centred == corner) == (size / 8 % 2 == 1))
      #expect(try !String(decoding: JSONEncoder().encode(corner), as: UTF8.self).contains("phase"))
      // The pixels around which the last cells lie.
      var (first, jump) = (0, 1)
      for case .convolution(_, _, let stride, let phase) in centred.encoder {
        first += jump * (phase ?? 0)
        jump *= stride
      }
      let cells = (0..<size / 8).map { Double(first + jump * $0) }
      let centre = Double(size - 1) / 2
      // Of fewer than two there is none on either side.
      if size > 8 { #expect(cells.map { abs($0 - centre) }.sorted().prefix(2) == [3.5, 4.5]) }
    }
  }

  static let misfits: [(layers: [Layer], text: String)] = [
    (
      [.convolution(channels: 4, kernel: 2)],
      "layer encoder.0: a kernel must be 1, 3, 5, … pixels wide, not 2"
    ),
    ([.convolution(channels: 4, stride: 3)], "layer encoder.0: a stride is 1 or 2, not 3"),
    ([.convolution(channels: 0)], "layer encoder.0: a convolution needs channels"),
    ([.dense(units: 0)], "layer encoder.0: a dense layer needs units"),
    ([.relu, .reshape([5])], "layer encoder.1: cannot see [8, 8, 1] as [5]"),
    ([.dropout(rate: 1)], "layer encoder.0: a dropout rate of 1.0 is not from 0 up to, without, 1"),
    (
      [.dense(units: 3), .convolution(channels: 4)],
      "layer encoder.1: a convolution needs [height, width, channels], not [3]"
    ),
    ([.dense(units: 1 << 40)], "layer encoder.0: [1099511627776] is too large"),
    (
      [.convolution(channels: 1 << 62)],
      "layer encoder.0: [8, 8, 4611686018427387904] is too large"
    ),
    (
      [.reshape([1 << 40, 1 << 40, 1 << 40])],
      "layer encoder.0: cannot see [8, 8, 1] as [1099511627776, 1099511627776, 1099511627776]"
    ),
    (
      [.dense(units: 1 << 20), .dense(units: 1 << 20)],
      "layer encoder.1: with it the encoder has more than 2³⁰ weights"
    ),
    (
      [.convolution(channels: 4, stride: 2, phase: 2)],
      "layer encoder.0: a phase is 0, or 1 of a kernel of 3 or more with a stride of 2 over even sides; 2 of a kernel of 3 "
        + "with a stride of 2 over 8×8 is neither"
    ),
    (
      [.convolution(channels: 4, phase: 1)],
      "layer encoder.0: a phase is 0, or 1 of a kernel of 3 or more with a stride of 2 over even sides; 1 of a kernel of 3 "
        + "with a stride of 1 over 8×8 is neither"
    ),
    (
      [
        .convolution(channels: 4, stride: 2), .convolution(channels: 4, stride: 2),
        .convolution(channels: 4, stride: 2), .convolution(channels: 4, stride: 2, phase: 1),
      ],
      "layer encoder.3: a phase is 0, or 1 of a kernel of 3 or more with a stride of 2 over even sides; 1 of a kernel of 3 "
        + "with a stride of 2 over 1×1 is neither"
    ),
    ([.dense(units: 3)], "the decoder makes [3] where the images are [8, 8, 1]"),
  ]

  @Test(arguments: misfits) func saysWhichLayerDoesNotFit(layers: [Layer], text: String) {
    let architecture = Architecture(inputShape: [8, 8, 1], encoder: layers, decoder: [])
    #expect(throws: NetworkError(text)) { try architecture.validate() }
  }

  @Test func inputIsAnImage() {
    let architecture = Architecture(inputShape: [8, 8], encoder: [], decoder: [])
    #expect(
      throws: NetworkError("the network's input [8, 8] is not [height, width, channels]")
    ) { try architecture.validate() }
  }

  /// What a file asks for is refused, or counted as the largest number there is; nothing traps.
  @Test func hugeNumbersAreRefused() {
    let large = Architecture(inputShape: [65536, 65536, 65536], encoder: [], decoder: [])
    #expect(throws: NetworkError("the network's input [65536, 65536, 65536] is too large")) {
      try large.validate()
    }
    let layers: [Layer] = [
      .convolution(channels: .max), .reshape([.max, .max, .max]), .dense(units: .max),
      .transposedConvolution(channels: .max, kernel: .max, stride: .max),
    ]
    for first in layers {
      for second in layers {
        let architecture = Architecture(
          inputShape: [64, 64, 5], encoder: [first, second], decoder: [second, first])
        #expect(throws: NetworkError.self) { try architecture.validate() }
        #expect(architecture.forwardMultiplyAdds >= 0)
        #expect(architecture.trainingMultiplyAdds >= architecture.forwardMultiplyAdds)
        _ = architecture.codeCount
      }
    }
  }
}
