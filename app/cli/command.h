#pragma once

#include "services/backends/backend_registry.h"
#include "services/credentials/credential_store.h"
#include "services/domain/result.h"
#include "services/workspace/workspace.h"

#include <CLI/CLI.hpp>

#include <QCoreApplication>

#include <functional>
#include <memory>
#include <stop_token>

namespace binnacle::cli {

class Output;

// Texts for people: translated in one context.
struct Text
{
    Q_DECLARE_TR_FUNCTIONS(binnacle_cli)
};

// Why a command failed: exit code 1, 2 where the command line itself is at fault, 3 where a gate
// blocks.
struct CommandError
{
    CommandError(Error what) : error(std::move(what)) {}
    Error error;
    bool badUsage = false;
    bool blocked = false;
};

using CommandResult = tl::expected<void, CommandError>;

inline tl::unexpected<CommandError> failed(Error error)
{
    return tl::unexpected(CommandError(std::move(error)));
}

inline tl::unexpected<CommandError> failed(Error::Kind kind, QString message)
{
    return failed(Error{kind, std::move(message), {}});
}

inline tl::unexpected<CommandError> badUsage(QString message)
{
    CommandError error(Error{Error::Kind::Invalid, std::move(message), {}});
    error.badUsage = true;
    return tl::unexpected(std::move(error));
}

// For counts on the command line: a whole number of at least `least`.
inline CLI::Validator wholeNumber(std::int64_t least)
{
    return {[least](const std::string& text) {
                std::int64_t number = 0;
                return CLI::detail::lexical_cast(text, number) && number >= least
                           ? std::string()
                           : Text::tr("“%1” is not a whole number of at least %2")
                                 .arg(QString::fromStdString(text))
                                 .arg(least)
                                 .toStdString();
            },
            std::string()};
}

// What a command works with.
struct Context
{
    std::shared_ptr<Workspace> workspace;
    const BackendRegistry& backends;
    CredentialStore& credentials; // the system's keychain
    Output& out;
    bool json = false;
    std::stop_token stop; // Ctrl+C
    int exitCode = 0;     // of a command that did what it should: 3 where what it checked fails
};

inline constexpr int exitFindings = 3;

// What the command line asked for. Set by the callback of the subcommand that was parsed.
struct Request
{
    std::function<CommandResult(Context&)> run;
    bool needsGui = false; // draws: a QApplication is made (no display is needed)
};

// One subcommand a file: each declares its options and sets Request::run.
void addSourceCommand(CLI::App& app, Request& request);
void addSyncCommand(CLI::App& app, Request& request);
void addExperimentsCommand(CLI::App& app, Request& request);
void addRunsCommand(CLI::App& app, Request& request);
void addShowCommand(CLI::App& app, Request& request);
void addHistoryCommand(CLI::App& app, Request& request);
void addCompareCommand(CLI::App& app, Request& request);
void addTagCommand(CLI::App& app, Request& request);
void addNoteCommand(CLI::App& app, Request& request);
void addOutboxCommand(CLI::App& app, Request& request);
void addPurgeCommand(CLI::App& app, Request& request);
void addReproduceCommand(CLI::App& app, Request& request);
void addProfileCommand(CLI::App& app, Request& request);
void addCheckCommand(CLI::App& app, Request& request);
void addRulesCommand(CLI::App& app, Request& request);
void addDriftCommand(CLI::App& app, Request& request);
void addPerformanceCommand(CLI::App& app, Request& request);
void addModelsCommand(CLI::App& app, Request& request);
void addVersionsCommand(CLI::App& app, Request& request);
void addLineageCommand(CLI::App& app, Request& request);
void addRegisterCommand(CLI::App& app, Request& request);
void addPromoteCommand(CLI::App& app, Request& request);
void addUndoCommand(CLI::App& app, Request& request);
void addActsCommand(CLI::App& app, Request& request);
void addAuditCommand(CLI::App& app, Request& request);
void addReadinessCommand(CLI::App& app, Request& request);
void addDeleteVersionCommand(CLI::App& app, Request& request);
void addTargetsCommand(CLI::App& app, Request& request);
void addDeployCommand(CLI::App& app, Request& request);
void addRolloutCommand(CLI::App& app, Request& request);
void addPredictCommand(CLI::App& app, Request& request);
void addAbPlanCommand(CLI::App& app, Request& request);

} // namespace binnacle::cli
