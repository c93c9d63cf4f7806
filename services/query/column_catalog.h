#pragma once

#include "services/query/column_cache.h"

namespace binnacle {

// Which keys occur among the runs of a scope. Small scopes are counted; in large ones a sample of
// runs is counted and scaled (ColumnInfo::estimated), and the keys that the sample misses are
// looked up one by one, so that the list is complete. Answers are kept until a commit. Thread-safe.
class ColumnCatalog
{
public:
    explicit ColumnCatalog(ColumnCache& cache) : cache_(cache) {}

    Result<std::vector<ColumnInfo>> columns(const RunQuery& scope, const std::string& containing,
                                            const std::stop_token& stop);

private:
    using List = std::shared_ptr<const std::vector<ColumnInfo>>;
    struct Answer
    {
        RunQuery scope;
        List list;
    };
    Result<List> list(const RunQuery& scope, const std::stop_token& stop);

    ColumnCache& cache_;
    std::mutex mutex_;
    std::uint64_t version_ = 0;
    std::list<Answer> answers_; // last used first
};

} // namespace binnacle
