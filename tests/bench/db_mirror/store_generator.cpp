#include "tests/bench/db_mirror/store_generator.h"

#include "tests/contract/common/contract_environment.h"

#include <sqlite3.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

namespace binnacle::bench {

namespace {

constexpr std::int64_t start = 1'735'689'600'000; // 2025-01-01, milliseconds

class Insert
{
public:
    Insert(sqlite3* db, const char* sql) { sqlite3_prepare_v2(db, sql, -1, &statement_, nullptr); }
    ~Insert() { sqlite3_finalize(statement_); }
    Insert(const Insert&) = delete;
    Insert& operator=(const Insert&) = delete;

    template <class... Values>
    bool operator()(const Values&... values)
    {
        int parameter = 0;
        (bind(++parameter, values), ...);
        const bool good = sqlite3_step(statement_) == SQLITE_DONE;
        sqlite3_reset(statement_);
        return good;
    }

private:
    void bind(int parameter, std::int64_t value)
    {
        sqlite3_bind_int64(statement_, parameter, value);
    }
    void bind(int parameter, double value) { sqlite3_bind_double(statement_, parameter, value); }
    void bind(int parameter, const std::string& value)
    {
        sqlite3_bind_text64(statement_, parameter, value.data(), value.size(), SQLITE_STATIC,
                            SQLITE_UTF8);
    }
    sqlite3_stmt* statement_ = nullptr;
};

struct Inserts
{
    explicit Inserts(sqlite3* db)
        : run(db, "INSERT INTO runs (run_uuid, name, source_type, source_name, entry_point_name, "
                  "user_id, status, start_time, end_time, source_version, lifecycle_stage, "
                  "artifact_uri, experiment_id) VALUES (?1, ?2, 'LOCAL', '', '', 'bench', "
                  "'FINISHED', ?3, ?4, '', 'active', '/tmp/none', 0)")
        , metric(db, "INSERT INTO metrics (key, value, timestamp, run_uuid, step, is_nan) VALUES "
                     "(?1, ?2, ?3, ?4, ?5, 0)")
        , latest(db, "INSERT INTO latest_metrics (key, value, timestamp, run_uuid, step, is_nan) "
                     "VALUES (?1, ?2, ?3, ?4, ?5, 0)")
        , param(db, "INSERT INTO params (key, value, run_uuid) VALUES (?1, ?2, ?3)")
        , tag(db, "INSERT INTO tags (key, value, run_uuid) VALUES (?1, ?2, ?3)")
    {
    }
    Insert run, metric, latest, param, tag;
};

std::string runId(std::mt19937_64& random)
{
    std::string id;
    for (int i = 0; i < 2; ++i) {
        auto bits = random();
        for (int digit = 0; digit < 16; ++digit, bits >>= 4)
            id += "0123456789abcdef"[bits & 15];
    }
    return id;
}

bool insertRun(Inserts& insert, const StoreSize& size, std::int64_t number, std::mt19937_64& random)
{
    const auto id = runId(random);
    const auto began = start + number * size.steps * 100;
    bool good = insert.run(id, "run-" + std::to_string(number), began, began + size.steps * 100);
    for (int i = 0; i < 30; ++i)
        good &= insert.param("param_" + std::to_string(i), std::to_string(random() % 1000), id);
    for (int i = 0; i < 5; ++i)
        good &= insert.tag("tag_" + std::to_string(i), "value " + std::to_string(random() % 9), id);
    std::vector<std::string> keys;
    for (std::int64_t metric = 0; metric < size.metrics; ++metric)
        keys.push_back((metric % 2 ? "val/metric_" : "train/metric_") + std::to_string(metric));
    std::uniform_real_distribution<double> noise(0.0, 0.05);
    double value = 0;
    for (std::int64_t step = 0; step < size.steps; ++step) {
        for (const auto& key : keys) {
            value = 1.0 / (1.0 + double(step) / 50.0) + noise(random);
            good &= insert.metric(key, value, began + step * 100, id, step);
        }
    }
    for (const auto& key : keys)
        good &= insert.latest(key, value, began + (size.steps - 1) * 100, id, size.steps - 1);
    return good;
}

} // namespace

Result<void> generateStore(const std::filesystem::path& file, const StoreSize& size)
{
    const QString make = QStringLiteral("import sys; from mlflow.tracking import MlflowClient; "
                                        "MlflowClient(sys.argv[1]).search_experiments()");
    const auto made =
        contract::runPython(QStringLiteral("mlflow3"),
                            {QStringLiteral("-c"), make,
                             QStringLiteral("sqlite:///") + QString::fromStdString(file.string())});
    if (!made)
        return failure(made.error());
    sqlite3* db = nullptr;
    if (sqlite3_open(file.c_str(), &db) != SQLITE_OK)
        return failure(Error::Kind::Storage, QStringLiteral("The store can not be opened."));
    sqlite3_exec(db, "PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; BEGIN", nullptr,
                 nullptr, nullptr);
    std::mt19937_64 random(size.seed);
    bool good = true;
    {
        Inserts insert(db);
        for (std::int64_t run = 0; run < size.runs() && good; ++run) {
            good = insertRun(insert, size, run, random);
            if (run % 50 == 49)
                sqlite3_exec(db, "COMMIT; BEGIN", nullptr, nullptr, nullptr);
        }
    }
    good = sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr) == SQLITE_OK && good;
    const auto message = QString::fromUtf8(sqlite3_errmsg(db));
    sqlite3_close(db);
    return good ? Result<void>() : failure(Error::Kind::Storage, message);
}

} // namespace binnacle::bench
