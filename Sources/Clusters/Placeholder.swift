// Clusters
