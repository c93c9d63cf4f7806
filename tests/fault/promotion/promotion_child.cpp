// promotion_child WORKSPACE SOURCE MODEL VERSION ALIAS KILL_AT [TO]: promotes, and is killed by
// SIGKILL at the KILL_AT-th point between two writes (0: never). Prints the id of the act.
#include "services/backends/backend_registry.h"
#include "services/backends/mlflow_db/mlflow_db_backend.h"
#include "services/backends/mlflow_rest/mlflow_rest_kind.h"
#include "services/credentials/memory_credential_store.h"
#include "services/promotion/promoter.h"
#include "services/workspace/source_store.h"

#include <QCoreApplication>

#include <csignal>
#include <cstdio>
#include <cstdlib>

#include <unistd.h>

using namespace binnacle;

namespace {

int fail(const Error& error)
{
    std::fprintf(stderr, "%s\n", qPrintable(error.message));
    return 1;
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    if (argc < 7)
        return 2;
    const auto workspace = Workspace::open(argv[1]);
    if (!workspace)
        return fail(workspace.error());
    BackendRegistry backends;
    backends.add(mlflowDbKind());
    backends.add(mlflowRestKind(std::make_shared<MemoryCredentialStore>()));
    const SourceStore sources(*workspace);
    Promoter::Parts parts;
    parts.workspace = *workspace;
    parts.registries = [&](SourceId id) -> Result<std::shared_ptr<RegistryBackend>> {
        const auto known = sources.list();
        for (const auto& source : known.value()) {
            if (source.id == id)
                return backends.openRegistry(source);
        }
        return failure(Error::Kind::NotFound, QStringLiteral("no source"));
    };
    parts.checkpoint = [left = std::atoi(argv[6])](const char*) mutable {
        if (--left == 0)
            ::kill(::getpid(), SIGKILL);
    };
    Promoter promoter(std::move(parts));
    PromotionOrder order;
    const auto model = RegistryReader(*workspace).find(argv[3], argv[2]);
    if (!model)
        return fail(model.error());
    order.model = model->row;
    order.version = argv[4];
    order.alias = argv[5];
    if (argc > 7)
        order.to = sources.find(argv[7]).value().id;
    else
        order.tags = {{"team", "speech"}, {"promoted", "yes"}};
    const auto plan = promoter.prepare(order, {});
    if (!plan)
        return fail(plan.error());
    const std::vector<GateReport> gates(1);
    PromotionApproval approval{QStringLiteral("kim"), QStringLiteral("better"), {}};
    const auto done = promoter.execute(*plan, gates, approval, nullptr, {});
    if (!done)
        return fail(done.error());
    std::printf("%s %s\n", done->id.c_str(), actStateName(done->state));
    return 0;
}
