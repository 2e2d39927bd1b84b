import Tensors
import Testing

@Suite struct TensorTests {
  @Test func copiesAreIndependent() {
    let a = Tensor([1, 2, 3, 4], shape: [2, 2])
    var b = a
    b[0, 1] = 9
    #expect(a.values == [1, 2, 3, 4])
    #expect(b.values == [1, 9, 3, 4])
    #expect(a.reshaped(to: [4, 1])[3, 0] == 4)
    #expect(a.stride == 2 && a.count == 4)
    #expect(a != b)
  }

  @Test func productOfAllTranspositions() {
    let a = Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3])
    let b = Tensor([1, 0, 2, 1, 0, 3], shape: [3, 2])
    let expected = Tensor([5, 11, 14, 23], shape: [2, 2])
    #expect(Tensor.product(a, b) == expected)
    let at = Tensor([1, 4, 2, 5, 3, 6], shape: [3, 2])
    let bt = Tensor([1, 2, 0, 0, 1, 3], shape: [2, 3])
    #expect(Tensor.product(at, b, transposeA: true) == expected)
    #expect(Tensor.product(a, bt, transposeB: true) == expected)
    #expect(Tensor.product(at, bt, transposeA: true, transposeB: true) == expected)
    #expect(Tensor.product(Tensor(zeros: [0, 3]), b).shape == [0, 2])
    #expect(Tensor.product(Tensor(zeros: [2, 0]), Tensor(zeros: [0, 2])).values == [0, 0, 0, 0])
  }

  @Test func productIsTheSameOnAnyNumberOfThreads() {
    var numbers = RandomNumbers(seed: 1)
    let a = Tensor((0..<300 * 40).map { _ in Float(numbers.normal()) }, shape: [300, 40])
    let b = Tensor((0..<40 * 33).map { _ in Float(numbers.normal()) }, shape: [40, 33])
    let one = Tensor.product(a, b, workers: Workers(threads: 1))
    #expect(one == Tensor.product(a, b, workers: Workers(threads: 3)))
  }

  /// Memory that one tensor gave back and another took over belongs to that one alone.
  @Test func largeTensorsComeAndGo() async {
    await withTaskGroup(of: Bool.self) { group in
      for task in 0..<4 {
        group.addTask {
          (0..<40).allSatisfy { round in
            let count = (1 << 18) + 4096 * (round % 3)
            let tensors = (0..<3).map { number in
              Tensor(uninitialized: [count]) {
                $0.initialize(repeating: Float(100 * task + 10 * number + round % 7))
              }
            }
            return (0..<3).allSatisfy { number in
              let wanted = Float(100 * task + 10 * number + round % 7)
              return tensors[number].withUnsafeValues { $0.allSatisfy { $0 == wanted } }
            }
          }
        }
      }
      for await intact in group { #expect(intact) }
    }
    #expect(Tensor(zeros: [1 << 18]).withUnsafeValues { $0.allSatisfy { $0 == 0 } })
  }
}
