#pragma once

#include "services/drift/drift_over_time.h"

#include <QAbstractScrollArea>

#include <optional>
#include <string>

namespace binnacle {

// The whole over time: a row for each column, a cell for each window. A cell is stronger the
// further its score is beyond the threshold; what drifted is red and marked. Above all, the share
// of columns that drifted. Rows are chosen by click, Up and Down.
class DriftHeatMap : public QAbstractScrollArea
{
    Q_OBJECT
public:
    explicit DriftHeatMap(QWidget* parent = nullptr);
    void setOverTime(std::optional<DriftOverTime> overTime);
    const std::optional<DriftOverTime>& overTime() const { return overTime_; }
    void setCurrent(const std::string& column);
    QRect cellRect(int row, int window) const; // in the viewport
    QString cellText(int row, int window) const;

signals:
    void columnChosen(const std::string& column);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    int rowAt(int y) const;
    void choose(int row);
    void layOut();
    double level(const ColumnOverTime& column, const WindowDrift& window) const;
    std::optional<DriftOverTime> overTime_;
    std::vector<std::size_t> rows_; // columns, those with most drifted windows first
    int current_ = -1;
};

} // namespace binnacle
