#pragma once

#include "services/async/deliver.h"
#include "widgets/charts/chart_scene.h"

#include <QImage>
#include <QObject>

#include <optional>

class QPainter;

namespace binnacle {

// The picture of many lines, painted on a pool. While a new one is on its way the last is shown
// scaled to the axes of now: the GUI thread pays for one image, however many lines there are.
class LinesPicture : public QObject
{
    Q_OBJECT
public:
    struct Wanted
    {
        ChartScene scene; // its `y` counts where `fixedY`; `keep` holds what its lines point into
        QSizeF plot;      // logical pixels
        double pixelRatio = 1;
        bool fixedY = false;
        bool logY = false, ignoreOutliers = false;
        const Theme* theme = nullptr; // one of the two that live for ever
    };

    using QObject::QObject;

    // Paints the scene as soon as the pool is free; of several asked meanwhile only the last.
    void ask(QThreadPool& pool, Wanted wanted);
    void forget(); // the lines are of something else now
    bool busy() const { return busy_; }
    // The value axis and size of the picture there is; nullopt: none yet.
    std::optional<AxisRange> y() const;
    QSizeF plot() const { return shown_.plot; }
    // The picture over `plot`, moved and scaled to where its axes lie on these.
    void paint(QPainter& painter, const QRectF& plot, const AxisRange& x, const AxisRange& y) const;

signals:
    void ready();

private:
    struct Picture
    {
        QImage image; // null: none
        QSizeF plot;
        AxisRange x, y;
    };
    static Picture painted(const Wanted& wanted);
    void start(QThreadPool& pool, Wanted wanted);

    Picture shown_;
    std::optional<Wanted> next_;
    bool busy_ = false;
    LatestOnly slot_;
};

} // namespace binnacle
