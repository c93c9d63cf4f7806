#pragma once

#include "models/artifact_comparison_model.h"

#include <QScrollArea>

#include <functional>

class QHBoxLayout;

namespace binnacle {

class ElidedLabel;
class RunDot;
class TextLabel;

// One column for each run: its name with its colour, a line below it, and what it has. Columns keep
// their widgets while only what they show changes, so that a slider does not flicker.
class SideColumns : public QScrollArea
{
    Q_OBJECT
public:
    using Side = ArtifactComparisonModel::Side;
    // `make` a widget for a column, `fill` it from a side that has content.
    SideColumns(std::function<QWidget*(QWidget*)> make,
                std::function<void(QWidget*, const Side&)> fill, QWidget* parent);
    void show(const std::vector<Side>& sides);
    using QWidget::show;

private:
    struct Column
    {
        QWidget* whole = nullptr;
        RunDot* dot = nullptr;
        ElidedLabel *name = nullptr, *below = nullptr;
        QWidget* content = nullptr;
        TextLabel* problem = nullptr;
    };
    void rebuild(std::size_t count);
    std::function<QWidget*(QWidget*)> make_;
    std::function<void(QWidget*, const Side&)> fill_;
    QHBoxLayout* row_;
    std::vector<Column> columns_;
};

} // namespace binnacle
