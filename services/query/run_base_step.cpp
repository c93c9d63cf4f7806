#include "services/query/run_base_draft.h"

namespace binnacle {

// Merges the runs that were written into those that stay, in one pass over both.
class RunBase::Follower
{
public:
    explicit Follower(const std::shared_ptr<const RunBase>& old)
        : old_(*old), next_(std::make_shared<RunBase>())
    {
    }

    Result<void> read(SQLite::Database& db, const std::vector<std::int64_t>& changed,
                      const std::stop_token& stop)
    {
        const auto places = next_->readExperiments(db);
        for (const auto& experiment : old_.experiments_) {
            const auto place = places.find(raw(experiment.row));
            experimentNow_.push_back(place == places.end() ? nowhere : place->second);
        }
        Scan find(db, (std::string(Draft::sql) + " WHERE id = ?").c_str());
        std::vector<bool> stays(old_.size(), true);
        for (const auto row : changed) {
            if (stop.stop_requested())
                return failure(cancelledError());
            if (const auto at = old_.positionOf(row))
                stays[*at] = false;
            find.bind(1, row);
            if (find.next())
                draft_.take(find, places);
            find.rewind();
        }
        for (std::uint32_t at = 0; at < stays.size(); ++at) {
            if (stays[at])
                kept_.push_back(at);
        }
        order_ = draft_.ordered();
        findPlaces(db);
        return {};
    }

    // nullopt: a run that stays has lost its experiment, which no commit of ours does.
    std::optional<Step> merge()
    {
        Step step;
        const auto size = kept_.size() + order_.size();
        reserve(size);
        step.from.reserve(size);
        std::size_t fresh = 0;
        for (std::size_t i = 0; i <= kept_.size(); ++i) {
            for (; fresh < order_.size() && places_[fresh] == i; ++fresh) {
                step.written.push_back(static_cast<std::uint32_t>(step.from.size()));
                step.from.push_back(nowhere);
                add(draft_.entries[order_[fresh]]);
            }
            if (i == kept_.size())
                break;
            const auto at = kept_[i];
            const auto experiment = experimentNow_[old_.experimentOf_[at]];
            if (experiment == nowhere)
                return std::nullopt;
            step.from.push_back(at);
            add({old_.rows_[at], old_.startTimes_[at], old_.endTimes_[at], experiment,
                 old_.statuses_[at], old_.lifecycles_[at]});
        }
        next_->indexRows();
        step.base = next_;
        return step;
    }

    bool sameExperiments() const { return next_->experiments_ == old_.experiments_; }

private:
    // Before which of the kept runs each run comes in. Run ids decide between equal start times;
    // those of kept runs are looked up.
    void findPlaces(SQLite::Database& db)
    {
        Scan idOf(db, "SELECT run_id FROM run WHERE id = ?");
        for (const auto at : order_) {
            const auto start = draft_.entries[at].start;
            const auto id = draft_.id(at);
            const auto before = [&](std::uint32_t kept) {
                if (old_.startTimes_[kept] != start)
                    return old_.startTimes_[kept] > start;
                idOf.bind(1, old_.rows_[kept]);
                const bool less = idOf.next() && idOf.text(0) < id;
                idOf.rewind();
                return less;
            };
            const auto place = std::partition_point(kept_.begin(), kept_.end(), before);
            places_.push_back(static_cast<std::size_t>(place - kept_.begin()));
        }
    }

    void reserve(std::size_t size)
    {
        next_->rows_.reserve(size);
        next_->startTimes_.reserve(size);
        next_->endTimes_.reserve(size);
        next_->experimentOf_.reserve(size);
        next_->statuses_.reserve(size);
        next_->lifecycles_.reserve(size);
    }

    void add(const Draft::Entry& entry)
    {
        next_->rows_.push_back(entry.row);
        next_->startTimes_.push_back(entry.start);
        next_->endTimes_.push_back(entry.end);
        next_->experimentOf_.push_back(entry.experiment);
        next_->statuses_.push_back(entry.status);
        next_->lifecycles_.push_back(entry.lifecycle);
    }

    const RunBase& old_;
    std::shared_ptr<RunBase> next_;
    Draft draft_;
    std::vector<std::uint32_t> experimentNow_; // by the old place
    std::vector<std::uint32_t> kept_;          // old positions
    std::vector<std::uint32_t> order_;         // of the draft
    std::vector<std::size_t> places_;          // by order_: index in kept_
};

Result<std::optional<RunBase::Step>> RunBase::follow(const std::shared_ptr<const RunBase>& old,
                                                     const std::vector<std::int64_t>& changed,
                                                     Workspace& workspace, std::stop_token stop)
{
    Follower follower(old);
    const auto read = workspace.read(
        [&](SQLite::Database& db) -> Result<void> { return follower.read(db, changed, stop); });
    if (!read)
        return failure(read.error());
    if (changed.empty() && follower.sameExperiments())
        return Step{old, {}, {}};
    return follower.merge();
}

} // namespace binnacle
