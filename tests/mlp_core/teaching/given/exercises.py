"""Three published exercises as plain numbers, for the tests of what text is read to."""

MAZUR = {
    "x": (0.05, 0.1),
    "y": (0.01, 0.99),
    "weights": (((0.15, 0.2), (0.25, 0.3)), ((0.4, 0.45), (0.5, 0.55))),
    "biases": ((0.35, 0.35), (0.6, 0.6)),
    "learning_rate": 0.5,
}
HAN_KAMBER = {
    "x": (1.0, 0.0, 1.0),
    "y": (1.0,),
    "weights": (((0.2, 0.4, -0.5), (-0.3, 0.1, 0.2)), ((-0.3, -0.2),)),
    "biases": ((-0.4, 0.2), (0.1,)),
    "learning_rate": 0.9,
}
CS231N = {
    "x": (16.0, -6.0),
    "y": (0.0, 0.0, 1.0),
    "weights": (((0.18, 0.1), (0.04, 0.22)), ((0.19, -0.02), (-0.1, -0.01), (0.1, 0.04))),
    "biases": ((0.0, 0.0), (0.0, 0.0, 0.0)),
    "learning_rate": 0.1,
}
EXERCISES = {"mazur": MAZUR, "han_kamber": HAN_KAMBER, "cs231n": CS231N}
