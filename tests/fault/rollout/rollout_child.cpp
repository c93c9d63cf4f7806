// rollout_child WORKSPACE TARGET ROLLOUT KILL_AT: watches a rollout to its end, advances it where a
// person would have to, and is killed by SIGKILL at the KILL_AT-th point between two writes (0:
// never). Exit code 4: another watches it.
#include "services/rollout/rollout_watch.h"
#include "tests/fault/rollout/file_target.h"

#include <QCoreApplication>

#include <csignal>
#include <cstdio>
#include <cstdlib>

#include <unistd.h>

using namespace binnacle;

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    if (argc < 5)
        return 2;
    const auto workspace = Workspace::open(argv[1]);
    if (!workspace)
        return 1;
    const RolloutJournal journal(*workspace);
    const std::string id = argv[3];
    const auto target = std::make_shared<FileTarget>(QString::fromLocal8Bit(argv[2]));
    RolloutParts parts;
    parts.workspace = *workspace;
    parts.targets = [&](TargetId) { return Result<std::shared_ptr<ServingBackend>>(target); };
    parts.checkpoint = [left = std::atoi(argv[4])](const char*) mutable {
        if (--left == 0)
            ::kill(::getpid(), SIGKILL);
    };
    parts.sink = [&](const RolloutDecision& decision) {
        if (decision.rollout.phase == RolloutPhase::Deciding)
            (void)journal.wish(id, RolloutWish::Advance);
    };
    const auto ended = RolloutWatch(std::move(parts)).run(id, {});
    if (ended) {
        std::printf("%s\n", phaseName(ended->phase));
        return 0;
    }
    std::fprintf(stderr, "%s\n", qPrintable(ended.error().message));
    return ended.error().kind == Error::Kind::Conflict ? 4 : 1;
}
