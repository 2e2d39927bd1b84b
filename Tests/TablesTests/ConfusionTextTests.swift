import Clusters
import Tables
import Testing

@Suite struct ConfusionTextTests {
  @Test func aLineIsATrueClass() throws {
    let confusion = try Confusion(
      truth: [0, 0, 1, 1, 1], predicted: [0, 1, 1, 1, 1], names: ["cat", "dog"])
    #expect(confusion.csv == "true\\predicted,cat,dog\ncat,1,1\ndog,0,3\n")
  }

  @Test func namesStayTexts() throws {
    let confusion = try Confusion(
      truth: [0, 1], predicted: [0, 1], names: ["=cmd|x", "big, \"red\""])
    #expect(
      confusion.csv
        == "true\\predicted,'=cmd|x,\"big, \"\"red\"\"\"\n'=cmd|x,1,0\n\"big, \"\"red\"\"\",0,1\n")
  }
}
