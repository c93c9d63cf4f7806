#pragma once

#include "services/domain/identifiers.h"
#include "services/domain/result.h"
#include "services/workspace/workspace.h"

#include <QByteArray>

#include <memory>
#include <string>
#include <vector>

namespace binnacle {

// A comparison that a link reopens: which runs, and how the cards were arranged. A link shows
// something and does nothing: it names no file, no address and no action.
//
//   binnacle:compare?v=1&s=<source>&r=<run id>,<run id>&s=…&r=…&c=<cards>
//
// Sources and run ids are percent-encoded UTF-8; `c` is JSON, deflated, in base64url. What is not
// known is passed over, so that a newer link still opens.
struct ComparisonLink
{
    struct Run
    {
        std::string source; // its name in the workspace that made the link; may be empty
        std::string runId;
        bool operator==(const Run&) const = default;
    };
    std::vector<Run> runs;
    QByteArray cards; // JSON, as the page wrote it; may be empty
    bool operator==(const ComparisonLink&) const = default;

    static constexpr std::size_t mostRuns = 500;
    static constexpr std::size_t longestLink = 1U << 18;  // characters
    static constexpr std::size_t longestCards = 1U << 20; // bytes
};

std::string formatComparisonLink(const ComparisonLink& link);

// A text from anywhere. Errors: Invalid, with a sentence that says what is wrong.
Result<ComparisonLink> parseComparisonLink(const std::string& text);

// The runs of the link that this workspace has: by source and id, else by the id alone where only
// one source has it. `missing`: those it has not.
struct LinkedRuns
{
    std::vector<RunRowId> runs;
    std::vector<ComparisonLink::Run> missing;
};
// Blocks. Errors: Storage.
Result<LinkedRuns> findLinkedRuns(const std::shared_ptr<Workspace>& workspace,
                                  const ComparisonLink& link);

// The link of runs of this workspace; those that are gone are left out. Blocks. Errors: Storage.
Result<ComparisonLink> linkTo(const std::shared_ptr<Workspace>& workspace,
                              const std::vector<RunRowId>& runs, QByteArray cards);

} // namespace binnacle
