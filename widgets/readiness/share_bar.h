#pragma once

#include <QWidget>

namespace binnacle {

// A share of 1 as a thin bar.
class ShareBar : public QWidget
{
    Q_OBJECT
public:
    using QWidget::QWidget;
    void setShare(double share);
    QSize sizeHint() const override { return {120, 12}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    double share_ = 0;
};

} // namespace binnacle
