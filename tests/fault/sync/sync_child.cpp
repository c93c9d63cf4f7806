// Mirrors one mlflow.db into a workspace, to be killed while it does.
//
//   sync_child WORKSPACE MLFLOW_DB [--full]
//
// Exits 0 when the pass went well, 1 with the sentence of the error on stderr.

#include "services/backends/mlflow_db/mlflow_db_backend.h"
#include "services/sync/mirror_pass.h"
#include "services/workspace/source_store.h"

#include <QCoreApplication>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <string_view>

using namespace binnacle;

namespace {

Result<Source> sourceIn(const std::shared_ptr<Workspace>& workspace, const std::string& file)
{
    const SourceStore store(workspace);
    Source source{{}, "store", "mlflow-db", "sqlite:///" + file};
    auto known = store.find(source.name);
    if (known)
        return known;
    const auto id = store.add(source);
    if (!id)
        return failure(id.error());
    source.id = *id;
    return source;
}

Result<SyncProgress> mirror(const std::string& workspaceFile, const std::string& mlflowDb,
                            bool full)
{
    const auto workspace = Workspace::open(workspaceFile);
    if (!workspace)
        return failure(workspace.error());
    const auto source = sourceIn(*workspace, mlflowDb);
    if (!source)
        return failure(source.error());
    MirrorPass pass(*workspace, std::make_shared<MlflowDbBackend>(mlflowDb), *source);
    return pass.run(full, HistoryMode::All, {}, {}, {});
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    std::signal(SIGXFSZ, SIG_IGN); // a file size limit stands for a full disk
    if (argc < 3)
        return 2;
    const auto done = mirror(argv[1], argv[2], argc > 3 && std::string_view(argv[3]) == "--full");
    if (done)
        return 0;
    std::fprintf(stderr, "%s\n", qPrintable(done.error().message));
    return 1;
}
