// binnacle-cli: the workspace for scripts and for the command line. Exit codes: 0 done, 1 failed
// (one line on the standard error output), 2 bad usage, 3 what was checked fails or a gate blocks.

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/output.h"
#include "app/cli/text_table.h"
#include "app/common/default_workspace.h"
#include "app/common/registered_backends.h"
#include "services/credentials/credential_chain.h"

#include <QApplication>

#include <cstdio>

using namespace binnacle;
using namespace binnacle::cli;

namespace {

constexpr int exitFailed = 1;
constexpr int exitBadUsage = 2;
constexpr int exitBlocked = 3;

struct Arguments
{
    CLI::App app{"Mirrors experiment tracking stores into a local workspace and answers from it.",
                 "binnacle-cli"};
    std::string workspace;
    bool json = false;
    Request request;
};

void declare(Arguments& arguments)
{
    auto& app = arguments.app;
    app.require_subcommand(1);
    app.set_version_flag("--version", [] { return std::string(BINNACLE_VERSION); });
    app.add_option("--workspace", arguments.workspace,
                   "Workspace file (default: the one of the window)")
        ->type_name("FILE");
    app.add_flag("--json", arguments.json, "Answer in JSON");
    addSourceCommand(app, arguments.request);
    addSyncCommand(app, arguments.request);
    addExperimentsCommand(app, arguments.request);
    addRunsCommand(app, arguments.request);
    addShowCommand(app, arguments.request);
    addHistoryCommand(app, arguments.request);
    addCompareCommand(app, arguments.request);
    addTagCommand(app, arguments.request);
    addNoteCommand(app, arguments.request);
    addOutboxCommand(app, arguments.request);
    addPurgeCommand(app, arguments.request);
    addReproduceCommand(app, arguments.request);
    addProfileCommand(app, arguments.request);
    addCheckCommand(app, arguments.request);
    addRulesCommand(app, arguments.request);
    addDriftCommand(app, arguments.request);
    addPerformanceCommand(app, arguments.request);
    addModelsCommand(app, arguments.request);
    addVersionsCommand(app, arguments.request);
    addLineageCommand(app, arguments.request);
    addRegisterCommand(app, arguments.request);
    addPromoteCommand(app, arguments.request);
    addUndoCommand(app, arguments.request);
    addActsCommand(app, arguments.request);
    addAuditCommand(app, arguments.request);
    addReadinessCommand(app, arguments.request);
    addDeleteVersionCommand(app, arguments.request);
    addTargetsCommand(app, arguments.request);
    addDeployCommand(app, arguments.request);
    addRolloutCommand(app, arguments.request);
    addPredictCommand(app, arguments.request);
    addAbPlanCommand(app, arguments.request);
    // --json and --workspace stand before or behind the subcommand.
    for (auto* command : app.get_subcommands({})) {
        command->fallthrough();
        for (auto* below : command->get_subcommands({}))
            below->fallthrough();
    }
}

// One line, whatever the message holds.
int complain(const QString& message, int exitCode)
{
    std::fprintf(stderr, "binnacle-cli: %s\n", plainLine(message).toUtf8().constData());
    return exitCode;
}

// A script reads the standard error output: remarks of the libraries about the session do not
// belong there.
void keepQuiet(QtMsgType type, const QMessageLogContext&, const QString& message)
{
    if (type == QtCriticalMsg || type == QtFatalMsg)
        complain(message, exitFailed);
}

int run(const Arguments& arguments, std::stop_token stop)
{
    const auto file = arguments.workspace.empty() ? defaultWorkspacePath()
                                                  : std::filesystem::path(arguments.workspace);
    auto workspace = Workspace::open(file);
    if (!workspace)
        return complain(workspace.error().message, exitFailed);
    const auto credentials = systemCredentials();
    const BackendRegistry backends = registeredBackends(credentials);
    Output out(stdout);
    Context context{*workspace, backends, *credentials, out, arguments.json, std::move(stop), 0};
    const auto result = arguments.request.run(context);
    const auto written = out.flush();
    if (!result) {
        const auto& error = result.error();
        return complain(error.error.message, error.blocked    ? exitBlocked
                                             : error.badUsage ? exitBadUsage
                                                              : exitFailed);
    }
    return written ? context.exitCode : complain(written.error().message, exitFailed);
}

} // namespace

int main(int argc, char** argv)
{
    const Interrupt interrupt; // before any thread is started
    Arguments arguments;
    declare(arguments);
    try {
        arguments.app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) // --help, --version
            return arguments.app.exit(error);
        const auto unknown = arguments.app.remaining();
        const auto problem = unknown.empty() ? QString::fromStdString(error.what())
                                             : Text::tr("There is no command or option “%1”")
                                                   .arg(QString::fromStdString(unknown.front()));
        return complain(problem + Text::tr(" (--help tells the usage)"), exitBadUsage);
    }
    qInstallMessageHandler(keepQuiet);
    std::unique_ptr<QCoreApplication> application;
    if (arguments.request.needsGui) {
        qputenv("QT_QPA_PLATFORM", "offscreen"); // pictures are drawn without a display
        application = std::make_unique<QApplication>(argc, argv);
    } else {
        application = std::make_unique<QCoreApplication>(argc, argv);
    }
    setApplicationNames();
    return run(arguments, interrupt.token());
}
