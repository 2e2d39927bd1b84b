import Ranks
import TestSupport
import Testing

@Suite struct JoiningTests {
  @Test func ranksJoinWhatTheyHaveInTheirOrder() throws {
    let joined = try RanksOfThreads.results(of: 4) { ranks in
      // 0, 1, 2 and 3 values.
      var values = (0..<ranks.rank).map { 10 * ranks.rank + $0 }
      ranks.join(&values) { $0 }
      return values
    }
    #expect(joined.allSatisfy { $0 == [10, 20, 21, 30, 31, 32] })
  }

  @Test func bytesOfAnyLengthReachEverybody() throws {
    let texts = ["first", "", "of three"]
    let told = try RanksOfThreads.results(of: 3) { ranks in
      ranks.bytes(Array(texts[ranks.rank].utf8)).map { String(decoding: $0, as: UTF8.self) }
    }
    #expect(told == [texts, texts, texts])
    #expect(Ranks.alone.bytes([1, 2]) == [[1, 2]])
  }
}
