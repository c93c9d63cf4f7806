#include "models/artifact_comparison_model.h"

#include <algorithm>
#include <set>

namespace binnacle {

namespace {

constexpr std::size_t mostPicturesKept = 120;

std::string pictureKey(const std::string& runId, const std::string& path)
{
    return runId + '\n' + path;
}

bool hasTable(const SharedArtifact& content)
{
    return content->table.has_value();
}

} // namespace

struct ArtifactComparisonModel::Work
{
    std::vector<SharedArtifact> contents; // of the sides; null: none
    std::pair<std::size_t, std::size_t> pair;
    bool textWanted = false;
    std::string key;
};

ArtifactComparisonModel::ArtifactComparisonModel(std::shared_ptr<Workspace> workspace,
                                                 WorkerPools& pools, BackendOf open,
                                                 QObject* parent)
    : QObject(parent), workspace_(std::move(workspace)), pools_(pools), open_(std::move(open))
{
}

ArtifactComparisonModel::~ArtifactComparisonModel()
{
    if (reading_)
        reading_->request_stop();
}

void ArtifactComparisonModel::setState(State state, const QString& sentence)
{
    state_ = state;
    sentence_ = sentence;
    emit changed();
}

void ArtifactComparisonModel::setRuns(std::vector<ComparedRun> runs)
{
    const std::size_t all = runs.size();
    if (all > mostRuns)
        runs.resize(mostRuns);
    leftOut_ = all - runs.size();
    if (runs == runs_)
        return;
    runs_ = std::move(runs);
    pair_ = {0, 1};
    reload();
}

void ArtifactComparisonModel::reload()
{
    if (reading_)
        reading_->request_stop();
    comparing_.cancel();
    sides_.clear();
    form_ = Form::None;
    if (runs_.empty()) {
        listing_.cancel();
        artifacts_.clear();
        choices_.clear();
        emit choicesChanged();
        setState(State::NoRuns, tr("Choose runs to see their artifacts side by side."));
        return;
    }
    setState(State::Listing, tr("Listing the artifacts"));
    list();
}

void ArtifactComparisonModel::list()
{
    std::vector<RunRowId> rows;
    rows.reserve(runs_.size());
    for (const auto& run : runs_)
        rows.push_back(run.run);
    listing_.run(
        &pools_.jobs, this,
        [workspace = workspace_, open = open_, rows](std::stop_token stop) {
            std::vector<RunArtifacts> all;
            for (const RunRowId run : rows) {
                if (stop.stop_requested())
                    break;
                all.push_back(listRunArtifacts(workspace, open, run, stop));
            }
            return all;
        },
        [this](std::vector<RunArtifacts> runs) { listed(std::move(runs)); });
}

void ArtifactComparisonModel::listed(std::vector<RunArtifacts> runs)
{
    artifacts_ = std::move(runs);
    choices_ = sharedChoices(artifacts_);
    emit choicesChanged();
    if (choices_.empty()) {
        QString problem;
        for (const auto& run : artifacts_)
            if (problem.isEmpty())
                problem = run.problem;
        setState(problem.isEmpty() ? State::NothingShared : State::Failed,
                 problem.isEmpty() ? tr("No two of these runs have an artifact of the same name.")
                                   : problem);
        return;
    }
    if (!choice())
        chosen_ = choices_.front().key;
    step_.reset();
    read();
}

const SharedChoice* ArtifactComparisonModel::choice() const
{
    const auto at = std::ranges::find(choices_, chosen_, &SharedChoice::key);
    return at == choices_.end() ? nullptr : &*at;
}

void ArtifactComparisonModel::choose(const QString& key)
{
    if (key == chosen_)
        return;
    chosen_ = key;
    step_.reset();
    keyWanted_.clear();
    if (choice())
        read();
}

void ArtifactComparisonModel::setStep(std::int64_t step)
{
    if (step_ == step || !choice())
        return;
    step_ = step;
    read();
}

// Which file each side shows, and what has to be fetched for it.
void ArtifactComparisonModel::read()
{
    if (reading_)
        reading_->request_stop();
    comparing_.cancel();
    reading_ = std::make_shared<std::stop_source>();
    const SharedChoice& now = *choice();
    const bool series = now.kind == SharedChoice::Kind::Pictures;
    std::set<std::int64_t> steps;
    std::vector<const ImageSeries*> pictures(artifacts_.size(), nullptr);
    for (std::size_t i = 0; series && i < artifacts_.size(); ++i) {
        const auto at = std::ranges::find(artifacts_[i].series, now.name, &ImageSeries::key);
        if (at == artifacts_[i].series.end())
            continue;
        pictures[i] = &*at;
        for (const auto& picture : at->pictures)
            steps.insert(picture.step);
    }
    steps_.assign(steps.begin(), steps.end());
    if (series && !step_)
        step_ = steps_.back();

    sides_.assign(artifacts_.size(), {});
    awaited_ = 0;
    std::vector<std::pair<std::size_t, std::string>> wanted;
    for (std::size_t i = 0; i < artifacts_.size(); ++i) {
        Side& side = sides_[i];
        side.run = runs_[i];
        std::string path = now.name;
        if (series) {
            path.clear();
            if (pictures[i]) {
                for (const auto& picture : pictures[i]->pictures) {
                    if (picture.step <= *step_ || path.empty()) {
                        path = picture.path;
                        side.step = picture.step;
                    }
                }
            }
        } else if (!std::ranges::binary_search(artifacts_[i].files, path)) {
            path.clear();
        }
        if (path.empty()) {
            side.problem = artifacts_[i].problem.isEmpty() ? tr("This run does not have it.")
                                                           : artifacts_[i].problem;
            continue;
        }
        const auto kept = pictures_.find(pictureKey(artifacts_[i].runId, path));
        if (kept != pictures_.end())
            side.content = kept->second;
        else
            wanted.emplace_back(i, path);
    }
    awaited_ = wanted.size();
    if (wanted.empty()) {
        compareSoon();
        return;
    }
    // While a slider is moved the pictures stay until the next ones are there.
    setState(State::Reading, tr("Reading the artifacts"));
    for (const auto& [i, path] : wanted) {
        deliver(onPool(&pools_.jobs,
                       [open = open_, source = artifacts_[i].source, run = artifacts_[i].runId,
                        path = path, stop = reading_->get_token()]() -> Result<SharedArtifact> {
                           if (stop.stop_requested())
                               return failure(cancelledError());
                           return fetchArtifact([&] { return open(source); }, run, path, {}, stop);
                       }),
                this, [this, side = i, turn = reading_](Result<SharedArtifact> content) {
                    if (turn == reading_)
                        sideRead(side, std::move(content));
                });
    }
}

void ArtifactComparisonModel::sideRead(std::size_t index, Result<SharedArtifact> content)
{
    Side& side = sides_[index];
    if (content) {
        side.content = *content;
        if (!side.content->picture.isNull() && choice()->kind == SharedChoice::Kind::Pictures) {
            if (pictures_.size() >= mostPicturesKept)
                pictures_.clear();
            pictures_[pictureKey(artifacts_[index].runId, side.content->path)] = side.content;
        }
    } else {
        side.problem = content.error().message;
    }
    if (--awaited_ == 0)
        compareSoon();
}

void ArtifactComparisonModel::setPair(std::size_t left, std::size_t right)
{
    if (pair_ == std::pair(left, right) || left >= sides_.size() || right >= sides_.size())
        return;
    pair_ = {left, right};
    if (awaited_ == 0 && choice())
        compareSoon();
}

void ArtifactComparisonModel::setTextWanted(bool wanted)
{
    if (std::exchange(textWanted_, wanted) != wanted && awaited_ == 0 && choice())
        compareSoon();
}

void ArtifactComparisonModel::setKey(const QString& column)
{
    if (column == key())
        return;
    keyWanted_ = column.toStdString();
    if (awaited_ == 0 && choice())
        compareSoon();
}

void ArtifactComparisonModel::compareSoon()
{
    Work work;
    for (const auto& side : sides_)
        work.contents.push_back(side.content);
    work.pair = pair_;
    work.textWanted = textWanted_;
    work.key = keyWanted_;
    comparing_.run(
        &pools_.readers, this,
        [work = std::move(work)](const std::stop_token&) { return compare(work); },
        [this](Difference found) {
            form_ = found.form;
            textDiff_ = std::move(found.texts);
            structureDiff_ = std::move(found.structures);
            keys_ = std::move(found.keys);
            joined_ = std::move(found.joined);
            setState(State::Ready);
        });
}

// False where the tables have no column in common.
bool ArtifactComparisonModel::joinSides(const Work& work, const std::vector<SharedArtifact>& there,
                                        Difference& found)
{
    std::vector<ArtifactTable> tables, known;
    for (const auto& content : work.contents)
        tables.push_back(content ? *content->table : ArtifactTable{});
    for (const auto& content : there)
        known.push_back(*content->table);
    found.keys = keyCandidates(known);
    if (found.keys.empty())
        return false;
    const bool named = std::ranges::find(found.keys, work.key) != found.keys.end();
    found.joined =
        std::make_shared<JoinedTable>(joinTables(tables, named ? work.key : found.keys.front()));
    return true;
}

ArtifactComparisonModel::Difference ArtifactComparisonModel::compare(const Work& work)
{
    Difference found;
    std::vector<SharedArtifact> there;
    for (const auto& content : work.contents)
        if (content)
            there.push_back(content);
    if (there.empty()) {
        found.form = Form::Facts;
        return found;
    }
    const auto all = [&](auto fits) { return std::ranges::all_of(there, fits); };
    const bool texts = all([](const auto& c) { return isTextKind(c->kind); });
    const auto side = [&](std::size_t index) -> SharedArtifact {
        return index < work.contents.size() ? work.contents[index] : nullptr;
    };
    const auto left = side(work.pair.first);
    const auto right = side(work.pair.second);
    if (all([](const auto& c) { return !c->picture.isNull(); })) {
        found.form = Form::Pictures;
    } else if (!work.textWanted && all([](const auto& c) { return c->matrix.has_value(); })) {
        found.form = Form::Matrices;
    } else if (!work.textWanted && all(hasTable) && joinSides(work, there, found)) {
        found.form = Form::Tables;
    } else if (!work.textWanted && all([](const auto& c) { return c->structure.has_value(); })) {
        found.form = Form::Structures;
        if (left && right)
            found.structures = diffStructures(*left->structure, *right->structure);
    } else if (texts) {
        found.form = Form::Texts;
        found.texts = std::make_shared<TextDiff>(
            diffTexts(left ? left->text.toStdString() : std::string(),
                      right ? right->text.toStdString() : std::string()));
    } else {
        found.form = Form::Facts;
    }
    return found;
}

} // namespace binnacle
