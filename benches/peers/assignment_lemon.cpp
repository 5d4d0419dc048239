// LEMON's network simplex on the pairs of a file: prints seconds, places, vital places, metres.
//
// Requests send one unit each to volunteers, who take one, or to the sink at the cost of an empty
// place, twice that when vital. Reading the file and building the graph are not timed.

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

struct Row {
    int request, volunteer, metres, vital;
};

int main(int count, char **arguments) {
    if (count != 3) return 2;
    std::FILE *file = std::fopen(arguments[1], "r");
    if (!file) return 1;
    const int64_t empty = std::atoll(arguments[2]);
    std::vector<Row> rows;
    int requests = 0, volunteers = 0;
    int skipped;
    while ((skipped = std::fgetc(file)) != '\n' && skipped != EOF) {
    }
    for (Row row; std::fscanf(file, "%d,%d,%d,%d", &row.request, &row.volunteer, &row.metres,
                              &row.vital) == 4;) {
        rows.push_back(row);
        if (row.request >= requests) requests = row.request + 1;
        if (row.volunteer >= volunteers) volunteers = row.volunteer + 1;
    }
    std::fclose(file);

    typedef lemon::SmartDigraph Graph;
    Graph graph;
    graph.reserveNode(requests + volunteers + 1);
    graph.reserveArc(rows.size() + requests + volunteers);
    for (int at = 0; at < requests + volunteers + 1; ++at) graph.addNode();
    const Graph::Node sink = graph.nodeFromId(requests + volunteers);
    std::vector<int> vital(requests, -1);
    for (const Row &row : rows) {
        vital[row.request] = row.vital;
        graph.addArc(graph.nodeFromId(row.request), graph.nodeFromId(requests + row.volunteer));
    }
    std::vector<int64_t> costs;
    for (const Row &row : rows) costs.push_back(row.metres);
    int asking = 0;
    for (int at = 0; at < requests; ++at) {
        if (vital[at] < 0) continue;
        ++asking;
        graph.addArc(graph.nodeFromId(at), sink);
        costs.push_back(vital[at] ? 2 * empty : empty);
    }
    for (int at = 0; at < volunteers; ++at) {
        graph.addArc(graph.nodeFromId(requests + at), sink);
        costs.push_back(0);
    }
    Graph::ArcMap<int64_t> cost(graph);
    Graph::ArcMap<int> room(graph, 1);
    for (Graph::ArcIt arc(graph); arc != lemon::INVALID; ++arc) cost[arc] = costs[graph.id(arc)];
    Graph::NodeMap<int> supply(graph, 0);
    for (int at = 0; at < requests; ++at) {
        if (vital[at] >= 0) supply[graph.nodeFromId(at)] = 1;
    }
    supply[sink] = -asking;

    const auto begin = std::chrono::steady_clock::now();
    lemon::NetworkSimplex<Graph, int, int64_t> simplex(graph);
    simplex.upperMap(room).costMap(cost).supplyMap(supply);
    const bool solved = simplex.run() == lemon::NetworkSimplex<Graph, int, int64_t>::OPTIMAL;
    const auto end = std::chrono::steady_clock::now();
    if (!solved) return 1;

    int64_t places = 0, vital_places = 0, metres = 0;
    for (size_t at = 0; at < rows.size(); ++at) {
        if (simplex.flow(graph.arcFromId(at)) == 0) continue;
        ++places;
        vital_places += rows[at].vital;
        metres += rows[at].metres;
    }
    std::printf("%.6f %lld %lld %lld\n", std::chrono::duration<double>(end - begin).count(),
                (long long)places, (long long)vital_places, (long long)metres);
    return 0;
}
