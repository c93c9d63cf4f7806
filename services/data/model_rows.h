#pragma once

#include "services/data/data_windows.h"
#include "services/performance/model_figures.h"
#include "services/performance/worst_slices.h"

#include <map>
#include <optional>

namespace binnacle {

// Which columns of a dataset are a model's.
struct ModelColumns
{
    std::string target;                     // empty: no labels
    std::string prediction;                 // empty: from the probabilities (0.5; the greatest)
    std::vector<std::string> probabilities; // one: of the positive class; else one for each class
    std::vector<std::string> groups;        // for fairness
    std::string positive;                   // of two classes; empty: the last in their order
    std::optional<ModelTask> task; // nothing: numbers of more than 20 values are a regression
};

// A column of texts as places in its values; -1 is missing.
struct TextCodes
{
    std::vector<std::string> texts;
    std::vector<std::int32_t> codes;
};

// The rows of one dataset, held in memory: 8 bytes a row and 8 for each probability, and what is
// asked for.
struct ModelData
{
    ModelRows rows;
    std::vector<std::vector<std::uint32_t>> windows; // rows of each window of the plan
    std::map<std::string, TextCodes> groups;         // by column
};

// What both datasets are read by: task and classes.
struct ModelShape
{
    ModelTask task = ModelTask::Binary;
    // Texts in the order of their numbers where all are numbers, else by text; of two the positive
    // one last.
    std::vector<std::string> classes;
    bool numericClasses = false; // 1 and 1.0 are one class
};

// Finds task and classes over both. Errors: NotFound (a column), Invalid (more than 1,000 classes,
// probabilities that do not fit the classes, a positive class that is not there), the engines'.
Result<ModelShape> modelShape(const Dataset& data, const Dataset* reference,
                              const ModelColumns& columns, const QueryOptions& options);
// Rows of one of them; a target that it does not have is no label. Errors: NotFound, the engine's.
Result<ModelData> readModel(const Dataset& data, const ModelColumns& columns,
                            const ModelShape& shape, const WindowPlan* plan,
                            const QueryOptions& options);
// Columns cut for the search of slices, in the order of the rows.
Result<std::vector<SliceColumn>> readSlices(const Dataset& data,
                                            const std::vector<std::string>& columns,
                                            const QueryOptions& options);

} // namespace binnacle
