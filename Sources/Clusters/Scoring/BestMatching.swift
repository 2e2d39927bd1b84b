/// The pairing of rows with columns that makes the sum of the pairs' costs least: the Hungarian method
/// (Kuhn 1955) by shortest augmenting paths (Jonker & Volgenant 1987), in O(n³).
package enum BestMatching {
  /// The column of every row; each column at most once.
  ///
  /// - Parameter cost: `[row][column]`, as many columns as rows at least.
  package static func leastCost(_ cost: [[Double]]) -> [Int] {
    let (rows, columns) = (cost.count, cost.first?.count ?? 0)
    precondition(rows <= columns, "\(rows) rows need as many columns, not \(columns)")
    // Column 0 stands for none; rows and columns count from 1.
    var rowPrice = [Double](repeating: 0, count: rows + 1)
    var columnPrice = [Double](repeating: 0, count: columns + 1)
    var rowOfColumn = [Int](repeating: 0, count: columns + 1)
    for row in stride(from: 1, through: rows, by: 1) {
      var distance = [Double](repeating: .infinity, count: columns + 1)
      var previous = [Int](repeating: 0, count: columns + 1)
      var done = [Bool](repeating: false, count: columns + 1)
      var column = 0
      rowOfColumn[0] = row
      repeat {
        done[column] = true
        let from = rowOfColumn[column]
        var (next, least) = (0, Double.infinity)
        for other in 1...columns where !done[other] {
          let reduced = cost[from - 1][other - 1] - rowPrice[from] - columnPrice[other]
          if reduced < distance[other] { (distance[other], previous[other]) = (reduced, column) }
          if distance[other] < least { (least, next) = (distance[other], other) }
        }
        for other in 0...columns {
          if done[other] {
            rowPrice[rowOfColumn[other]] += least
            columnPrice[other] -= least
          } else {
            distance[other] -= least
          }
        }
        column = next
      } while rowOfColumn[column] != 0
      while column != 0 {
        rowOfColumn[column] = rowOfColumn[previous[column]]
        column = previous[column]
      }
    }
    var result = [Int](repeating: 0, count: rows)
    for column in stride(from: 1, through: columns, by: 1) where rowOfColumn[column] > 0 {
      result[rowOfColumn[column] - 1] = column - 1
    }
    return result
  }
}
