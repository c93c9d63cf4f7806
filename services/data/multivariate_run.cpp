#include "services/data/multivariate_run.h"

#include "services/data/sql_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace binnacle {

namespace {

Result<std::vector<std::string>> numericColumns(const Dataset& reference, const Dataset& current,
                                                const std::vector<std::string>& wanted)
{
    const auto isGood = [&](const std::string& name) {
        const auto* before = reference.column(name);
        const auto* after = current.column(name);
        return before && after && isNumeric(before->kind) && isNumeric(after->kind);
    };
    for (const auto& name : wanted)
        if (!isGood(name))
            return failure(
                reference.column(name) && current.column(name) ? Error::Kind::Unsupported
                                                               : Error::Kind::NotFound,
                QCoreApplication::translate("data", "“%1” is not a column of numbers in both.")
                    .arg(QString::fromStdString(name)));
    if (!wanted.empty())
        return wanted;
    std::vector<std::string> names;
    for (const auto& column : reference.columns)
        if (isGood(column.name))
            names.push_back(column.name);
    return names;
}

// The columns as rows of numbers, chunk by chunk.
class RowReader
{
public:
    RowReader(const Dataset& data, const std::vector<std::string>& names,
              const MultivariateOptions& options, double from, double to)
        : data_(data), options_(options), from_(from), to_(to), width_(names.size())
    {
        std::vector<std::string> columns;
        for (const auto& name : names)
            columns.push_back("CAST(" + sqlName(name) + " AS DOUBLE)");
        query_ = "SELECT " + joined(columns, ", ") + " FROM " + data.relation;
    }

    template <class Visit>
    Result<void> read(Visit visit)
    {
        std::vector<double> rows;
        auto done = data_.engine->stream(query_,
                                         [&](const DataChunk& chunk) {
                                             rows.resize(chunk.rows * width_);
                                             for (std::size_t c = 0; c < width_; ++c) {
                                                 const auto& column = chunk.columns[c];
                                                 for (std::size_t row = 0; row < chunk.rows; ++row)
                                                     rows[row * width_ + c] =
                                                         column.isNull(row) ? std::nan("")
                                                                            : column.numbers[row];
                                             }
                                             visit(std::span<const double>(rows));
                                             return !options_.stop.stop_requested();
                                         },
                                         {options_.stop, [this](double share) {
                                              if (options_.progress)
                                                  options_.progress(from_ + share * (to_ - from_));
                                          }});
        if (done && options_.stop.stop_requested())
            return failure(cancelledError());
        return done;
    }

private:
    const Dataset& data_;
    const MultivariateOptions& options_;
    double from_, to_;
    std::size_t width_;
    std::string query_;
};

// Every k-th row, so that at most `most` of `rows` are kept, standardised.
class EvenRows
{
public:
    EvenRows(const RowScales& scales, std::uint64_t rows, std::uint64_t most)
        : scales_(scales), rows_(rows), most_(std::min(rows, most))
    {
    }
    void add(std::span<const double> rows)
    {
        for (std::size_t at = 0; at < rows.size(); at += scales_.given, ++seen_) {
            if (kept_ >= most_ || seen_ * most_ / rows_ < kept_)
                continue;
            values_.resize((kept_ + 1) * scales_.size());
            scales_.apply(rows.subspan(at, scales_.given),
                          std::span(values_).subspan(kept_ * scales_.size()));
            ++kept_;
        }
    }
    const std::vector<double>& values() const { return values_; }
    std::uint64_t kept() const { return kept_; }

private:
    const RowScales& scales_;
    std::uint64_t rows_, most_, seen_ = 0, kept_ = 0;
    std::vector<double> values_;
};

struct Errors
{
    BlockMeans blocks;
    EvenRows rows;
};

Result<Errors> errorsOf(RowReader reader, const PrincipalComponents& components, std::uint64_t rows,
                        std::uint64_t most)
{
    Errors found{BlockMeans(rows), EvenRows(components.scales, rows, most)};
    std::vector<double> errors;
    auto done = reader.read([&](std::span<const double> chunk) {
        errors.clear();
        components.errors(chunk, errors);
        found.blocks.add(errors);
        found.rows.add(chunk);
    });
    if (!done)
        return failure(done.error());
    return found;
}

} // namespace

Result<MultivariateDrift> runMultivariate(const Dataset& reference, const Dataset& current,
                                          const MultivariateOptions& options)
{
    const auto names = numericColumns(reference, current, options.columns);
    if (!names)
        return failure(names.error());
    MultivariateDrift result;
    const auto count =
        rowOf(*current.engine, "SELECT count(*) FROM " + current.relation, {options.stop, {}});
    if (!count)
        return failure(count.error());
    result.currentRows = static_cast<std::uint64_t>(count->at(0).toInteger());
    if (names->empty())
        return result;
    RowMoments moments(names->size());
    if (auto read = RowReader(reference, *names, options, 0, 0.2).read([&](auto chunk) {
            moments.add(chunk);
        });
        !read)
        return failure(read.error());
    result.referenceRows = moments.rows();
    const RowScales scales(moments);
    for (std::size_t c = 0; c < names->size(); ++c)
        (std::ranges::find(scales.columns, c) == scales.columns.end() ? result.leftOut
                                                                      : result.columns)
            .push_back((*names)[c]);
    if (result.columns.empty() || result.currentRows == 0)
        return result;
    RowCovariance covariance(scales);
    if (auto read = RowReader(reference, *names, options, 0.2, 0.5).read([&](auto chunk) {
            covariance.add(chunk);
        });
        !read)
        return failure(read.error());
    const auto components = PrincipalComponents::of(covariance, options.explained);
    if (components.empty())
        return result;
    const auto before = errorsOf(RowReader(reference, *names, options, 0.5, 0.7), components,
                                 result.referenceRows, options.classifierRows);
    if (!before)
        return failure(before.error());
    const auto after = errorsOf(RowReader(current, *names, options, 0.7, 0.9), components,
                                result.currentRows, options.classifierRows);
    if (!after)
        return failure(after.error());
    result.reconstruction = reconstructionDrift(before->blocks, after->blocks);
    result.components = components.kept;
    for (std::size_t i = 0; i < components.kept; ++i)
        result.explainedShare += components.explainedShares[i];
    if (options.classifierRows > 0) {
        result.classifierReference = before->rows.kept();
        result.classifierCurrent = after->rows.kept();
        result.classifier = domainClassifier(before->rows.values(), after->rows.values(),
                                             scales.size(), options.stop);
    }
    if (options.stop.stop_requested())
        return failure(cancelledError());
    if (options.progress)
        options.progress(1);
    return result;
}

} // namespace binnacle
