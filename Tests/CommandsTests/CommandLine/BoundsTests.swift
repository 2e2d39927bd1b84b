import Commands
import Testing

@Suite struct BoundsTests {
  @Test func endsBelongToTheRangeUnlessTheyAreExcluded() {
    let closed = Bounds(0.25...8.0)
    #expect(closed.contains(0.25) && closed.contains(8))
    #expect(!closed.contains(0.24) && !closed.contains(.nan) && !closed.contains(.infinity))
    let open = Bounds(0.0...1.0, excluding: [.lowest, .highest])
    #expect(!open.contains(0) && !open.contains(1) && open.contains(1e-300))
    #expect(!Bounds(0...9, excluding: [.highest]).contains(9))
  }

  @Test func helpAndRefusalSayTheSame() {
    #expect(Bounds(1...2000).text == "1 to 2000")
    #expect(Bounds(1...2000).rule == "lie between 1 and 2000")
    #expect(Bounds(0...1e6, excluding: [.lowest]).text == "more than 0, at most 1000000")
    #expect(Bounds(0...1e6, excluding: [.lowest]).rule == "be more than 0 and at most 1000000")
    let share = Bounds(Float(0)...1, excluding: [.lowest, .highest])
    #expect(share.text == "more than 0, less than 1")
    #expect(share.rule == "be more than 0 and less than 1")
    #expect(Bounds(-1...0.5, excluding: [.highest]).text == "-1 or more, less than 0.5")
  }

  @Test(arguments: [
    ("0", "is 0: it must lie between 1 and 40"), ("41", "is 41: it must lie between 1 and 40"),
    ("2.5", "is 2.5: it must be a whole number and lie between 1 and 40"),
    ("nan", "is nan: it must be a whole number and lie between 1 and 40"),
    (
      "99999999999999999999",
      "is 99999999999999999999: it must be a whole number and lie between 1 and 40"
    ),
  ])
  func whatIsRefusedIsToldWhy(word: String, reason: String) {
    #expect(throws: RefusedValue(reason)) { try Bounds(1...40).number(word) }
  }

  @Test func fractionsAreRefusedAsTheyAreRead() throws {
    #expect(try Bounds(Float(0)...0.5).number("0.25") == 0.25)
    #expect(throws: RefusedValue("is 1.0: it must lie between 0 and 0.5")) {
      try Bounds(Float(0)...0.5).number("1")
    }
    #expect(throws: RefusedValue("is nan: it must lie between 0 and 0.5")) {
      try Bounds(0...0.5).number("nan")
    }
    #expect(throws: RefusedValue("is inf: it must lie between 0 and 0.5")) {
      try Bounds(Float(0)...0.5).number("1e300")
    }
  }

  @Test func everyNumberOfAListIsChecked() throws {
    let layers = Bounds(1...1000)
    try layers.check(list: "1, 2,1000", such: "numbers such as 1,2")
    for (list, reason) in [
      ("one", "give numbers such as 1,2"), ("1,,2", "give numbers such as 1,2"),
      ("", "give numbers such as 1,2"),
      ("1,0", "0 must lie between 1 and 1000; give numbers such as 1,2"),
    ] {
      #expect(throws: RefusedValue(reason)) {
        try layers.check(list: list, such: "numbers such as 1,2")
      }
    }
  }
}
