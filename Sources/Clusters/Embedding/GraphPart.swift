/// A part of a neighbour graph that no edge joins to the rest.
package struct GraphPart {
  /// In ascending order.
  package let members: [Int]
  /// The edges inside it, between places among `members`.
  package let graph: NeighbourGraph

  /// The parts of a graph, the one with the lowest source first: its connected components, by
  /// disjoint sets (Tarjan 1975), nearly linear in the edges.
  package static func all(of graph: NeighbourGraph, sources: Int) -> [GraphPart] {
    var parents = Array(0..<sources)
    func root(_ source: Int) -> Int {
      var source = source
      while parents[source] != source {
        parents[source] = parents[parents[source]]
        source = parents[source]
      }
      return source
    }
    for edge in graph.edges {
      let (a, b) = (root(Int(edge.from)), root(Int(edge.to)))
      parents[max(a, b)] = min(a, b)
    }
    // A root is the lowest of its part, so it is met first.
    var (part, row) = (parents, parents)
    var members: [[Int]] = []
    for source in 0..<sources {
      let own = root(source)
      part[source] = own == source ? members.count : part[own]
      if own == source { members.append([]) }
      row[source] = members[part[source]].count
      members[part[source]].append(source)
    }
    guard members.count > 1 else { return [GraphPart(members: members.first ?? [], graph: graph)] }
    var edges = [[NeighbourGraph.Edge]](repeating: [], count: members.count)
    for edge in graph.edges {
      let (from, to) = (Int(edge.from), Int(edge.to))
      edges[part[from]].append(
        NeighbourGraph.Edge(from: Int32(row[from]), to: Int32(row[to]), weight: edge.weight))
    }
    return zip(members, edges).map { members, edges in
      GraphPart(members: members, graph: NeighbourGraph(edges: edges, sources: members.count))
    }
  }
}
