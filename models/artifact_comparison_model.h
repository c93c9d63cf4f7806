#pragma once

#include "models/artifact_content.h"
#include "models/artifact_listing.h"
#include "services/artifacts/json_diff.h"
#include "services/artifacts/table_join.h"
#include "services/artifacts/text_diff.h"
#include "services/async/deliver.h"
#include "services/async/worker_pools.h"
#include "services/workspace/workspace.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace binnacle {

// The same artifact of several runs: which there are, the one that is looked at, and what differs.
// Lists and reads on workers; nothing of a run that is not shown is fetched. Lives on the GUI
// thread.
class ArtifactComparisonModel : public QObject
{
    Q_OBJECT
public:
    enum class State { NoRuns, Listing, NothingShared, Reading, Ready, Failed };
    // How the sides are shown: by what all of them are.
    enum class Form { None, Pictures, Matrices, Tables, Structures, Texts, Facts };

    struct ComparedRun
    {
        RunRowId run{};
        QString name;
        int slot = 0; // colour, see RunColors
        bool operator==(const ComparedRun&) const = default;
    };
    struct Side
    {
        ComparedRun run;
        SharedArtifact content;           // null: not there, or not read yet
        QString problem;                  // why
        std::optional<std::int64_t> step; // Pictures of a series: the step shown
    };

    // `open` is called on workers.
    ArtifactComparisonModel(std::shared_ptr<Workspace> workspace, WorkerPools& pools,
                            BackendOf open, QObject* parent = nullptr);
    ~ArtifactComparisonModel() override;

    // In the order in which they are shown; of more than mostRuns the first.
    void setRuns(std::vector<ComparedRun> runs);
    const std::vector<ComparedRun>& runs() const { return runs_; }
    std::size_t runsLeftOut() const { return leftOut_; }
    static constexpr std::size_t mostRuns = 12;
    void reload(); // lists again

    State state() const { return state_; }
    QString sentence() const { return sentence_; } // of a state without sides
    const std::vector<SharedChoice>& choices() const
    {
        return choices_;
    } // those of most runs first
    void choose(const QString& key); // of one of them; kept when the runs change
    QString chosen() const { return chosen_; }

    // Pictures of a series: the steps that any run has, and the one in sight. A run that has none
    // at this step shows the one before.
    const std::vector<std::int64_t>& steps() const { return steps_; }
    std::optional<std::int64_t> step() const { return step_; }
    void setStep(std::int64_t step);

    Form form() const { return form_; }
    const std::vector<Side>& sides() const { return sides_; }
    // Texts and Structures are compared two at a time: indexes into sides().
    void setPair(std::size_t left, std::size_t right);
    std::pair<std::size_t, std::size_t> pair() const { return pair_; }
    const std::shared_ptr<const TextDiff>& textDiff() const { return textDiff_; }
    const std::vector<PathChange>& structureDiff() const { return structureDiff_; }
    // As text even where it could be a table or a tree.
    void setTextWanted(bool wanted);
    bool isTextWanted() const { return textWanted_; }

    void setKey(const QString& column); // to join tables by
    QString key() const { return QString::fromStdString(joined_ ? joined_->key : std::string()); }
    const std::vector<std::string>& keys() const { return keys_; }
    const std::shared_ptr<const JoinedTable>& joined() const { return joined_; }

signals:
    void choicesChanged();
    void changed(); // sides, form, differences or state

private:
    struct Work;      // what a worker is asked to compare
    struct Difference // what it found
    {
        Form form = Form::None;
        std::shared_ptr<const TextDiff> texts;
        std::vector<PathChange> structures;
        std::vector<std::string> keys;
        std::shared_ptr<const JoinedTable> joined;
    };
    static Difference compare(const Work& work);
    static bool joinSides(const Work& work, const std::vector<SharedArtifact>& there,
                          Difference& found);

    void list();
    void listed(std::vector<RunArtifacts> runs);
    void read();
    void sideRead(std::size_t side, Result<SharedArtifact> content);
    void compareSoon();
    const SharedChoice* choice() const;
    void setState(State state, const QString& sentence = {});

    std::shared_ptr<Workspace> workspace_;
    WorkerPools& pools_;
    BackendOf open_;
    std::vector<ComparedRun> runs_;
    std::size_t leftOut_ = 0;
    State state_ = State::NoRuns;
    QString sentence_;

    std::vector<RunArtifacts> artifacts_; // one for each run
    std::vector<SharedChoice> choices_;
    QString chosen_;
    std::vector<std::int64_t> steps_;
    std::optional<std::int64_t> step_;

    std::vector<Side> sides_;
    std::size_t awaited_ = 0;
    Form form_ = Form::None;
    std::pair<std::size_t, std::size_t> pair_{0, 1};
    bool textWanted_ = false;
    std::string keyWanted_;
    std::shared_ptr<const TextDiff> textDiff_;
    std::vector<PathChange> structureDiff_;
    std::vector<std::string> keys_;
    std::shared_ptr<const JoinedTable> joined_;

    LatestOnly listing_, comparing_;
    std::shared_ptr<std::stop_source> reading_;
    std::map<std::string, SharedArtifact> pictures_; // lately seen, by run and path
};

} // namespace binnacle
