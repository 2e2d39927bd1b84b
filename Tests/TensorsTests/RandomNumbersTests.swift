import Foundation
import Tensors
import Testing

@Suite struct RandomNumbersTests {
  @Test func theSameSeedGivesTheSameNumbers() {
    var (a, b, c) = (RandomNumbers(seed: 1), RandomNumbers(seed: 1), RandomNumbers(seed: 2))
    let first = (0..<5).map { _ in a.next() }
    #expect(first == (0..<5).map { _ in b.next() })
    #expect(first != (0..<5).map { _ in c.next() })
  }

  @Test func stateSurvivesJSON() throws {
    var a = RandomNumbers(seed: 5)
    _ = a.next()
    let copy = try JSONDecoder().decode(RandomNumbers.self, from: JSONEncoder().encode(a))
    #expect(copy == a)
  }

  @Test func momentsAreThoseOfTheDistributions() {
    var numbers = RandomNumbers(seed: 3)
    let count = 40_000
    let normal = (0..<count).map { _ in numbers.normal() }
    let mean = normal.reduce(0, +) / Double(count)
    let variance = normal.reduce(0) { $0 + $1 * $1 } / Double(count)
    #expect(abs(mean) < 0.02 && abs(variance - 1) < 0.03)
    let uniform = (0..<count).map { _ in numbers.uniform() }
    #expect(uniform.allSatisfy { (0..<1).contains($0) })
    #expect(abs(uniform.reduce(0, +) / Double(count) - 0.5) < 0.01)
  }

  @Test func permutationHasEveryNumber() {
    var numbers = RandomNumbers(seed: 3)
    let order = numbers.permutation(of: 100)
    #expect(order != Array(0..<100))
    #expect(order.sorted() == Array(0..<100))
  }

  @Test func streamsDiffer() {
    var first = RandomNumbers.stream(0, seed: 1)
    var second = RandomNumbers.stream(1, seed: 1)
    #expect(first.next() != second.next())
  }
}
