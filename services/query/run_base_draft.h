#pragma once

#include "services/query/run_base.h"
#include "services/query/scan.h"

#include <algorithm>

namespace binnacle {

// Runs as they lie in the table, with the run ids that their order needs.
struct RunBase::Draft
{
    static constexpr const char* sql =
        "SELECT id, experiment, run_id, status, lifecycle, start_time, end_time FROM run";

    struct Entry
    {
        std::int64_t row;
        std::int64_t start;
        std::int64_t end;
        std::uint32_t experiment;
        std::uint8_t status;
        std::uint8_t lifecycle;
    };
    std::vector<Entry> entries;
    std::string ids;
    std::vector<std::uint32_t> idStarts{0};

    std::string_view id(std::uint32_t at) const
    {
        return std::string_view(ids).substr(idStarts[at], idStarts[at + 1] - idStarts[at]);
    }

    // A row of `sql`; one of an experiment that is not there is left out.
    void take(const Scan& runs, const std::unordered_map<std::int64_t, std::uint32_t>& experiments)
    {
        const auto place = experiments.find(runs.integer(1));
        if (place == experiments.end())
            return;
        entries.push_back({runs.integer(0), runs.isNull(5) ? noTime : runs.integer(5),
                           runs.isNull(6) ? noTime : runs.integer(6), place->second,
                           static_cast<std::uint8_t>(runs.integer(3)),
                           static_cast<std::uint8_t>(runs.integer(4))});
        ids += runs.text(2);
        idStarts.push_back(static_cast<std::uint32_t>(ids.size()));
    }

    // Places of the entries in the order of RunBase.
    std::vector<std::uint32_t> ordered() const
    {
        struct Key
        {
            std::int64_t start;
            std::uint32_t at;
        };
        std::vector<Key> keys(entries.size());
        for (std::uint32_t i = 0; i < keys.size(); ++i)
            keys[i] = {entries[i].start, i};
        std::ranges::sort(keys, [&](const Key& a, const Key& b) {
            return a.start != b.start ? a.start > b.start : id(a.at) < id(b.at);
        });
        std::vector<std::uint32_t> order;
        order.reserve(keys.size());
        for (const auto& key : keys)
            order.push_back(key.at);
        return order;
    }
};

} // namespace binnacle
