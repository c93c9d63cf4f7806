// What the models page reads from a workspace with 1,000 models × 100 versions, and one model with
// 10,000 versions: the list of models with aliases and counts, the first versions of a model, one
// version by its alias, its history, who held an alias then, its lineage. The workspace is opened
// anew ("open and read": what a person waits for); each figure is the median of five.
// Exit code 1: a goal was missed, or a read was wrong.

#include "services/registry/lineage.h"
#include "services/workspace/registry_reader.h"
#include "services/workspace/registry_writer.h"
#include "services/workspace/source_store.h"
#include "tests/bench/common/bench_report.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>

using namespace binnacle;
using namespace binnacle::bench;

namespace {

constexpr int modelCount = 1000;
constexpr int versionsEach = 100;
constexpr int manyVersions = 10'000;
constexpr int turns = 5;

bool allRight = true;

template <class T>
const T& right(const Result<T>& result)
{
    if (!result) {
        std::fprintf(stderr, "%s\n", qUtf8Printable(result.error().message));
        std::exit(1);
    }
    return *result;
}

void expect(bool truth, const char* what)
{
    if (truth)
        return;
    std::fprintf(stderr, "wrong: %s\n", what);
    allRight = false;
}

std::vector<ModelVersion> versionsOf(const std::string& model, int count)
{
    std::vector<ModelVersion> versions;
    for (int number = 1; number <= count; ++number) {
        auto& version = versions.emplace_back();
        version.model = model;
        version.version = std::to_string(number);
        version.stage = "None";
        version.source = "mlflow-artifacts:/1/" + model + "/artifacts/model";
        version.creationTime = 1'700'000'000'000 + number;
        version.lastUpdateTime = version.creationTime;
        version.tags = {{"validation", "passed"}, {"team", "vision"}};
    }
    return versions;
}

void fill(const std::shared_ptr<Workspace>& workspace)
{
    const auto source =
        right(SourceStore(workspace).add({{}, "server", "mlflow-rest", "http://server:5000"}));
    const RegistryWriter writer(workspace, source);
    std::vector<RegisteredModel> models;
    for (int i = 0; i < modelCount; ++i) {
        auto& model = models.emplace_back();
        model.name = "model-" + std::to_string(i);
        model.tags = {{"team", "vision"}, {"owner", "ann"}};
        model.aliases = {{"champion", "98"}, {"challenger", "100"}, {"previous", "90"}};
    }
    models.push_back({"many", {}, {}, {}, {}, {{"champion", "9000"}}});
    if (!writer.putModels(models, 1'700'000'100'000))
        std::exit(1);
    for (const auto& model : models)
        if (!writer.putVersions(
                versionsOf(model.name, model.name == "many" ? manyVersions : versionsEach),
                1'700'000'100'000))
            std::exit(1);
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication app(argc, argv);
    QCommandLineParser options;
    const QCommandLineOption json(QStringLiteral("json"), {}, QStringLiteral("file"));
    options.addOption(json);
    options.process(app);

    const QTemporaryDir folder;
    const auto file = folder.filePath(QStringLiteral("w.db")).toStdString();
    const double written = millisecondsOf([&] { fill(right(Workspace::open(file))); });

    const std::string scene = "1,000 models × 100 versions, one more with 10,000";
    std::vector<Row> rows{{scene, "written at the first mirror", "ms", {{"", written}}, {}, false}};
    const auto add = [&](const char* measure, std::optional<double> goal, auto work) {
        rows.push_back(
            {scene, measure, "ms", {{"", medianMilliseconds(turns, work)}}, goal, false});
    };
    add("open the workspace and read the page", 200, [&] {
        const auto workspace = right(Workspace::open(file));
        const auto models = right(RegistryReader(workspace).models());
        expect(models.size() == modelCount + 1, "number of models");
        const auto first = right(RegistryReader(workspace).versions(models.front().row, 0, 50));
        expect(first.size() == 50, "first versions");
    });
    const auto workspace = right(Workspace::open(file));
    const RegistryReader reader(workspace);
    const auto many = right(reader.find("many", std::nullopt)).row;
    add("all models with aliases and counts", 50,
        [&] { expect(right(reader.models()).size() == modelCount + 1, "number of models"); });
    add("50 of 10,000 versions, from the middle", 50, [&] {
        expect(right(reader.versions(many, 5000, 50)).front().version.version == "5000", "page");
    });
    add("the version that holds an alias", 10, [&] {
        expect(right(reader.version(many, "@champion")).version.version == "9000", "champion");
    });
    add("history of the model with 10,000 versions", 200,
        [&] { expect(right(reader.events(many)).size() > manyVersions, "events"); });
    add("who held an alias then", 50,
        [&] { expect(right(reader.holdersAt(many, 1'700'000'100'000)).size() == 1, "holders"); });
    add("lineage of a version", 20,
        [&] { expect(right(lineageOf(workspace, many, "9000")).nodes.size() == 2, "lineage"); });
    printTable(rows);
    bool reached =
        std::ranges::all_of(rows, [](const Row& row) { return row.reached().value_or(true); });
    if (options.isSet(json))
        reached = writeJson(options.value(json), rows) && reached;
    return reached && allRight ? 0 : 1;
}
